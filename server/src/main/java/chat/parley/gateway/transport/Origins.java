package chat.parley.gateway.transport;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which web pages may speak to the gateway (RFC 6454): those of the server's own host, and those configured. */
final class Origins {
    private final List<String> allowed;

    Origins(List<String> allowed) {
        this.allowed =
                allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whoever is no browser sends no origin, and needs no protection from foreign pages. */
    boolean admit(@Nullable String origin, String host) {
        if (origin == null) {
            return true;
        }
        String wanted = origin.toLowerCase(Locale.ROOT);
        return allowed.contains(wanted)
                || authority(wanted, "http://", ":80", host)
                || authority(wanted, "https://", ":443", host);
    }

    private static boolean authority(String origin, String scheme, String defaultPort, String host) {
        return origin.startsWith(scheme)
                && withoutPort(origin.substring(scheme.length()), defaultPort)
                        .equals(withoutPort(host.toLowerCase(Locale.ROOT), defaultPort));
    }

    private static String withoutPort(String authority, String port) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
