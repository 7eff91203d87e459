package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.7");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.9");

    private final ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "2001:db8::/32", "127.0.0.1"));

    @Test
    void takesThePeerWhereNothingIsForwarded() {
        assertThat(addresses.of(STRANGER, null)).isEqualTo(STRANGER);
        assertThat(addresses.of(PROXY, null)).isEqualTo(PROXY);
    }

    @Test
    void ignoresWhatAStrangerClaims() {
        assertThat(addresses.of(STRANGER, "198.51.100.1")).isEqualTo(STRANGER);
    }

    @Test
    void believesAProxyOnlyAboutTheHopItSaw() {
        assertThat(addresses.of(PROXY, "198.51.100.1, 203.0.113.5")).isEqualTo(InetAddress.ofLiteral("203.0.113.5"));
    }

    @Test
    void walksThroughProxiesOfOurs() {
        assertThat(addresses.of(PROXY, "1.1.1.1, 203.0.113.5, 2001:db8::1, 127.0.0.1"))
                .isEqualTo(InetAddress.ofLiteral("203.0.113.5"));
    }

    @Test
    void stopsAtNonsense() {
        assertThat(addresses.of(PROXY, "203.0.113.5, unknown")).isEqualTo(PROXY);
        assertThat(addresses.of(PROXY, "")).isEqualTo(PROXY);
        assertThat(addresses.of(PROXY, "localhost")).isEqualTo(PROXY);
    }
}
