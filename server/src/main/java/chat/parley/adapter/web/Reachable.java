package chat.parley.adapter.web;

import java.net.InetAddress;

/** What may be connected to. */
public interface Reachable {
    boolean address(InetAddress address);

    boolean port(int port);
}
