package chat.parley.adapter.web;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What anybody can reach anyway: web ports of addresses that are routed in public (the special-purpose registries of IANA, RFC 6890),
 * and none of this machine's own.
 */
public final class PublicInternet implements Reachable {
    private static final List<Block> NOT_PUBLIC_4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32", // a cloud's metadata, on an address like any other
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    private static final Block PUBLIC_6 = Block.of("2000::/3");
    /** Among these what carries an address of the older kind within: 6to4 and Teredo. */
    private static final List<Block> NOT_PUBLIC_6 =
            blocks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    @Override
    public boolean address(InetAddress address) {
        return routed(address) && !own(address);
    }

    @Override
    public boolean port(int port) {
        return port == 80 || port == 443;
    }

    /** One that carries an address of the older kind as it is ({@code ::ffff:…}) has become that one by now. */
    private static boolean routed(InetAddress address) {
        return address instanceof Inet4Address
                ? NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(address))
                : PUBLIC_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(address));
    }

    /** Behind it this machine may believe that whoever comes is itself. */
    private static boolean own(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    private static List<Block> blocks(String... blocks) {
        return Stream.of(blocks).map(Block::of).toList();
    }

    /** Addresses that begin alike. */
    private record Block(BigInteger begin, int bytes, int free) {
        static Block of(String text) {
            String[] parts = text.split("/", 2);
            byte[] address = literal(parts[0]).getAddress();
            int free = address.length * Byte.SIZE - Integer.parseInt(parts[1]);
            return new Block(new BigInteger(1, address).shiftRight(free), address.length, free);
        }

        boolean contains(InetAddress address) {
            byte[] bits = address.getAddress();
            return bits.length == bytes
                    && new BigInteger(1, bits).shiftRight(free).equals(begin);
        }

        private static InetAddress literal(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException never) {
                throw new IllegalArgumentException(text, never);
            }
        }
    }
}
