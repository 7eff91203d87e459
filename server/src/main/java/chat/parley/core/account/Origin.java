package chat.parley.core.account;

import java.net.InetAddress;

/**
 * Where a request without a token comes from.
 *
 * @param address the client's, as far as it can be trusted
 * @param device what the client calls itself; cut at {@link #MAX_DEVICE} characters
 */
public record Origin(InetAddress address, String device) {
    static final int MAX_DEVICE = 200;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    public Origin {
        device = device.substring(0, Math.min(device.length(), MAX_DEVICE));
    }

    /** Whom an address stands for: with IPv6 a whole /64, since one client has that many addresses. */
    String limitKey() {
        byte[] bytes = address.getAddress();
        if (bytes.length != IPV6_BYTES) {
            return address.getHostAddress();
        }
        StringBuilder network = new StringBuilder("v6-");
        for (int i = 0; i < NETWORK_BYTES; i++) {
            network.append(String.format("%02x", bytes[i]));
        }
        return network.toString();
    }
}
