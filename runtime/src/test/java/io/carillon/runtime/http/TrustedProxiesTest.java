package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {

    @Test
    void believesNobodyUnlessToldTo() {
        assertThat(client(TrustedProxies.none(), "198.51.100.1", "X-Forwarded-For", "203.0.113.7"))
                .isEqualTo("198.51.100.1");
        assertThat(client(TrustedProxies.of(List.of("10.0.0.0/8")), "198.51.100.1", "X-Forwarded-For", "203.0.113.7"))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void takesTheLastAddressThatNoTrustedProxyHas() {
        var proxies = TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::/32"));

        assertThat(client(proxies, "10.1.2.3", "X-Forwarded-For", "1.1.1.1, 203.0.113.7, 10.9.9.9"))
                .isEqualTo("203.0.113.7");
        assertThat(client(proxies, "10.1.2.3", "Forwarded", "for=1.1.1.1;proto=https, for=\"203.0.113.7:4711\""))
                .isEqualTo("203.0.113.7");
        assertThat(client(proxies, "2001:db8::1", "Forwarded", "For=\"[2001:470::7]:80\";by=x"))
                .isEqualTo("2001:470:0:0:0:0:0:7");
    }

    @Test
    void staysWithTheProxyWhereOneOfTwoHeadersMayBeTheClientsOwn() {
        var headers = WritableHeaders.create();
        headers.set(HeaderNames.FORWARDED, "for=203.0.113.9");
        headers.set(HeaderNames.X_FORWARDED_FOR, "198.51.100.1");

        assertThat(TrustedProxies.of(List.of("10.0.0.0/8"))
                        .client(new InetSocketAddress(InetAddress.ofLiteral("10.1.2.3"), 4711), headers))
                .isEqualTo("10.1.2.3");
    }

    @Test
    void staysWithTheProxyWhoseWordMakesNoSense() {
        var proxies = TrustedProxies.of(List.of("10.0.0.0/8"));

        for (String nonsense : List.of("", "unknown", "example.com", "203.0.113.7.evil.example", ",,,")) {
            assertThat(client(proxies, "10.1.2.3", "X-Forwarded-For", nonsense))
                    .as(nonsense)
                    .isEqualTo("10.1.2.3");
        }
    }

    @Test
    void takesAddressesAndRangesAndNoNames() {
        for (String wrong : List.of("proxy.example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> TrustedProxies.of(List.of(wrong)));
        }
    }

    private static String client(TrustedProxies proxies, String peer, String header, String value) {
        var headers = WritableHeaders.create();
        headers.set(HeaderNames.create(header), value);
        return proxies.client(new InetSocketAddress(InetAddress.ofLiteral(peer), 4711), headers);
    }
}
