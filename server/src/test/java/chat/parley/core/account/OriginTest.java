package chat.parley.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class OriginTest {
    private static String key(String address) {
        return new Origin(InetAddress.ofLiteral(address), "").limitKey();
    }

    @Test
    void countsAnIpv4AddressAndAnIpv6NetworkAsOneClient() {
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
        assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9"));
        assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
    }

    @Test
    void cutsWhatAClientCallsItself() {
        assertThat(new Origin(InetAddress.ofLiteral("192.0.2.1"), "x".repeat(5_000)).device())
                .hasSize(200);
    }
}
