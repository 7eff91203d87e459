package chat.parley.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose request it is. {@code X-Forwarded-For} is believed only as far as proxies of ours wrote it: read from the right, the
 * first address that is no trusted proxy is the client, since everything to its left is the client's own claim.
 */
final class ClientAddress {
    private static final int ANY_PORT = 0;

    private final List<IpSubnetFilterRule> trusted;

    ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(ClientAddress::network).toList();
    }

    InetAddress of(InetAddress peer, @Nullable String forwardedFor) {
        InetAddress nearest = peer;
        if (forwardedFor == null || !trusted(peer)) {
            return nearest;
        }
        String[] hops = forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            try {
                nearest = InetAddress.ofLiteral(hops[i].strip());
            } catch (IllegalArgumentException noAddress) {
                return nearest;
            }
            if (!trusted(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean trusted(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, ANY_PORT);
        return trusted.stream().anyMatch(rule -> rule.matches(socket));
    }

    private static IpSubnetFilterRule network(String cidr) {
        int slash = cidr.indexOf('/');
        String address = slash < 0 ? cidr : cidr.substring(0, slash);
        int whole = address.contains(":") ? 128 : 32;
        int prefix = slash < 0 ? whole : Integer.parseInt(cidr.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }
}
