package chat.parley.adapter.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** What a page says of itself: Open Graph's words first, then its own. Only text is taken, and never more than people read. */
final class Html {
    private static final int TITLE = 200;
    private static final int DESCRIPTION = 400;
    private static final int SITE = 80;
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w.:+-]{1,40})");

    private final Document page;
    private final URI link;

    private Html(Document page, URI link) {
        this.page = page;
        this.link = link;
    }

    static boolean is(String type) {
        String plain = type.strip().toLowerCase(java.util.Locale.ROOT);
        return plain.startsWith("text/html") || plain.startsWith("application/xhtml+xml");
    }

    static Html of(Download.Body body) throws IOException {
        String base = body.link().toString();
        Document page = Jsoup.parse(new ByteArrayInputStream(body.bytes()), charset(body.type()), base);
        return new Html(page, body.link());
    }

    /** As the header says; where it says nothing that is known, the page is asked. */
    private static @Nullable String charset(String type) {
        Matcher named = CHARSET.matcher(type);
        try {
            return named.find() && Charset.isSupported(named.group(1)) ? named.group(1) : null;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    Optional<String> title() {
        return said(TITLE, "og:title", "twitter:title").or(() -> text(page.title(), TITLE));
    }

    Optional<String> description() {
        return said(DESCRIPTION, "og:description", "twitter:description", "description");
    }

    String site() {
        return said(SITE, "og:site_name").orElse(link.getHost());
    }

    /** Where its picture is. */
    Optional<URI> image() {
        return meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image").stream()
                .map(element -> element.absUrl("content"))
                .flatMap(text -> uri(text).stream())
                .findFirst();
    }

    private Optional<String> said(int most, String... names) {
        return meta(names).stream()
                .flatMap(element -> text(element.attr("content"), most).stream())
                .findFirst();
    }

    private List<Element> meta(String... names) {
        List<Element> all = page.select("meta[content]");
        return List.of(names).stream()
                .flatMap(name -> all.stream()
                        .filter(element -> name.equalsIgnoreCase(element.attr("property"))
                                || name.equalsIgnoreCase(element.attr("name"))))
                .toList();
    }

    private static Optional<URI> uri(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** In one line, without what cannot be seen or turns the direction of writing. */
    private static Optional<String> text(String given, int most) {
        StringBuilder text = new StringBuilder();
        given.codePoints().limit(10L * most).map(Html::visible).forEach(text::appendCodePoint);
        String line = text.toString().replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        int points = line.codePointCount(0, line.length());
        return Optional.of(points <= most ? line : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…");
    }

    private static int visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> ' ';
            default -> c;
        };
    }
}
