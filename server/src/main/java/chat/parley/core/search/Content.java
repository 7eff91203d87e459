package chat.parley.core.search;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message can have beside its words ({@code has:}). */
public enum Content {
    LINK,
    /** An attachment, or a link whose name ends like that of a document, an archive or a recording. */
    FILE,
    /** A link whose name ends like that of an image. */
    IMAGE;

    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"')\\]]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENDING = Pattern.compile("^https?://[^/?#]+/[^?#]*\\.([a-z0-9]{2,5})(?:[?#].*)?$");
    private static final Set<String> IMAGES =
            Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "heic", "tiff");
    private static final Set<String> FILES = Set.of(
            "pdf", "doc", "docx", "odt", "rtf", "txt", "md", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "zip",
            "gz", "tgz", "xz", "7z", "tar", "rar", "jar", "apk", "dmg", "exe", "deb", "iso", "mp3", "ogg", "wav",
            "flac", "mp4", "webm", "mov", "mkv", "epub", "log", "json", "xml", "yaml", "sql");

    /** The content that this name means, or empty. */
    public static Optional<Content> named(String name) {
        for (Content content : values()) {
            if (content.word().equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(content);
            }
        }
        return Optional.empty();
    }

    /** As it is written after {@code has:}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param attachments whether the message names attachments */
    public static Set<Content> of(String text, boolean attachments) {
        Set<Content> found = EnumSet.noneOf(Content.class);
        if (attachments) {
            found.add(FILE);
        }
        Matcher urls = URL.matcher(text);
        while (urls.find()) {
            found.add(LINK);
            Matcher ending = ENDING.matcher(urls.group().toLowerCase(Locale.ROOT));
            if (ending.find()) {
                if (IMAGES.contains(ending.group(1))) {
                    found.add(IMAGE);
                } else if (FILES.contains(ending.group(1))) {
                    found.add(FILE);
                }
            }
        }
        return found;
    }
}
