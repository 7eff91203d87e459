package chat.parley.adapter.web;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.SessionProtocol;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/**
 * Where a link leads: a name, and the one address that was found behind it, looked at and will be connected to. The name is not asked
 * again: what answers differently the second time gains nothing.
 */
record Site(SessionProtocol protocol, String host, int port, InetAddress address) {

    /** @throws IOException where it may not be connected to, in the same words as where there is nothing */
    static Site of(URI link, Reachable reachable) throws IOException {
        String scheme = link.getScheme() == null ? "" : link.getScheme().toLowerCase(Locale.ROOT);
        boolean https = scheme.equals("https");
        if ((!https && !scheme.equals("http")) || link.getHost() == null || link.getRawUserInfo() != null) {
            throw new IOException("no link to a page");
        }
        int port = link.getPort() < 0 ? (https ? 443 : 80) : link.getPort();
        String host = host(link.getHost());
        if (!reachable.port(port)) {
            throw new IOException("not on the web");
        }
        return new Site(https ? SessionProtocol.H1 : SessionProtocol.H1C, host, port, address(host, reachable));
    }

    private static String host(String host) throws IOException {
        try {
            boolean literal = host.startsWith("[") && host.endsWith("]");
            return literal ? host.substring(1, host.length() - 1) : IDN.toASCII(host);
        } catch (IllegalArgumentException noName) {
            throw new IOException("no name", noName);
        }
    }

    /** One address that may not be reached makes all of them suspect: no site has both. */
    private static InetAddress address(String host, Reachable reachable) throws IOException {
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress each : all) {
            if (!reachable.address(each)) {
                throw new IOException("not on the web");
            }
        }
        return all[0];
    }

    Endpoint endpoint() {
        return Endpoint.of(host, port).withIpAddr(address.getHostAddress());
    }
}
