package chat.parley.app.config;

/** Hides what must not be shown. */
final class Secrets {
    static final String MASK = "***";

    private Secrets() {}

    /**
     * Of a URL only its password is hidden, so that one can still see which database is meant; of all else everything. A password ends at
     * the last @, whatever stands before it.
     */
    static String mask(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int userInfo = text.indexOf("://");
        if (userInfo < 0) {
            return MASK;
        }
        return text.replaceFirst("(://[^:/@]*):.*@", "$1:" + MASK + "@")
                .replaceAll("([?&](?:password|sslpassword)=)[^&]*", "$1" + MASK);
    }
}
