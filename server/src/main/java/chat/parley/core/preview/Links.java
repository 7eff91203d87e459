package chat.parley.core.preview;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links in a text that a preview may be shown of. */
final class Links {
    /** Longer ones are passed over: no page that is told of has one. */
    private static final int LONGEST = 2_000;

    private static final Pattern CODE = Pattern.compile("(?s)```.*?(?:```|$)|`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("(?i)\\bhttps?://[^\\s<>\"'`|\\\\^{}]{1,2000}");
    /** What ends a sentence and not a link. */
    private static final String AFTER = ".,:;!?*_~";

    private Links() {}

    /** The first of them, at most so many, none twice; what stands in code is none. */
    static List<URI> in(String text, int most) {
        List<URI> links = new ArrayList<>();
        Matcher found = LINK.matcher(CODE.matcher(text).replaceAll(" "));
        while (found.find() && links.size() < most) {
            link(bare(found.group())).filter(each -> !links.contains(each)).ifPresent(links::add);
        }
        return links;
    }

    /** Without what stands behind it, a bracket that was opened before it among that. */
    private static String bare(String found) {
        int end = found.length();
        while (end > 0 && (AFTER.indexOf(found.charAt(end - 1)) >= 0 || unopened(found, end))) {
            end--;
        }
        return found.substring(0, end);
    }

    private static boolean unopened(String found, int end) {
        char last = found.charAt(end - 1);
        char opening = last == ')' ? '(' : '[';
        return (last == ')' || last == ']') && count(found, end, last) > count(found, end, opening);
    }

    private static long count(String text, int end, char wanted) {
        return text.chars().limit(end).filter(c -> c == wanted).count();
    }

    /** A link with a name or password in it is nobody else's business. */
    private static Optional<URI> link(String text) {
        try {
            URI link = new URI(text).parseServerAuthority();
            boolean ours = link.getHost() != null && link.getRawUserInfo() == null && text.length() <= LONGEST;
            return ours ? Optional.of(withoutFragment(link)) : Optional.empty();
        } catch (java.net.URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    private static URI withoutFragment(URI link) {
        String text = link.toString();
        int fragment = text.indexOf('#');
        String scheme = link.getScheme();
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(scheme.toLowerCase(Locale.ROOT) + whole.substring(scheme.length()));
    }
}
