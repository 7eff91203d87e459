package chat.parley.core.attachment;

/**
 * Names of files as people may be shown them and may save them: no directory, no control character, nothing that turns the
 * direction of writing (which makes {@code exe.png} of {@code gnp.exe}), none of what Windows reserves. It is only shown: no
 * file of the server's is called so.
 */
public final class FileName {
    static final int CODE_POINTS = 150;
    private static final int ENDING = 20;
    private static final String RESERVED = "<>:\"|?*";
    private static final String NONE = "file";

    private FileName() {}

    /** A name that can be shown, whatever was given. */
    public static String of(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder name = new StringBuilder();
        last.codePoints()
                .filter(FileName::harmless)
                .map(c -> RESERVED.indexOf(c) < 0 ? c : '_')
                .forEach(name::appendCodePoint);
        String bare = withoutEdges(name.toString());
        return bare.isEmpty() ? NONE : cut(bare);
    }

    private static boolean harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A leading dot hides a file, and Windows takes dots and blanks at the end away. */
    private static String withoutEdges(String name) {
        return name.replaceAll("^[.\\s]+|[.\\s]+$", "");
    }

    /** Too long: the middle goes, the ending stays. */
    private static String cut(String name) {
        int[] all = name.codePoints().toArray();
        if (all.length <= CODE_POINTS) {
            return name;
        }
        int kept = CODE_POINTS - ENDING - 1;
        return new String(all, 0, kept) + "…" + new String(all, all.length - ENDING, ENDING);
    }
}
