package chat.parley.sdk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Paths of the HTTP calls, their parts percent-encoded (RFC 3986). */
final class ApiPath {
    private ApiPath() {}

    static String conversation(String id) {
        return "/v1/conversations/" + part(id);
    }

    static String member(String conversation, String user) {
        return conversation(conversation) + "/members/" + part(user);
    }

    static String message(String conversation, long seq) {
        return conversation(conversation) + "/messages/" + seq;
    }

    static String part(String text) {
        // what it encodes is a form, where a blank is a plus
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The path with a page's {@code limit} and, where there are any, the other parameter. */
    static String page(String path, int limit, String parameter, @Nullable String value) {
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        return value == null ? first : first + "&" + parameter + "=" + part(value);
    }
}
