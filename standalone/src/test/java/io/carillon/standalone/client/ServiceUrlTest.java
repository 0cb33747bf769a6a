package io.carillon.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceUrlTest {

    @Test
    void encodesEachChannelAndSeparatesThemWithCommas() {
        var service = ServiceUrl.parse("http://localhost:8080");

        assertThat(service.sse(List.of("a b+c&d", "ü"), Optional.empty()))
                .hasToString("http://localhost:8080/sse/messages?channels=a%20b%2Bc%26d,%C3%BC");
    }

    @Test
    void asksToGoOnFromACursor() {
        var service = ServiceUrl.parse("http://localhost:8080");

        assertThat(service.sse(List.of("a"), Optional.of("1.k3f.mb2k9x1c.12:34")))
                .hasToString("http://localhost:8080/sse/messages?channels=a&lastEventId=1.k3f.mb2k9x1c.12%3A34");
    }

    @Test
    void speaksWebSocketWithTheSecurityOfTheAddress() {
        assertThat(ServiceUrl.parse("http://h").ws(List.of("a"), Optional.empty()))
                .hasToString("ws://h/ws/messages?channels=a");
        assertThat(ServiceUrl.parse("https://h/").ws(List.of("a"), Optional.empty()))
                .hasToString("wss://h/ws/messages?channels=a");
    }

    @Test
    void keepsThePathOfAGateway() {
        assertThat(ServiceUrl.parse("https://example.org/push/").publish())
                .hasToString("https://example.org/push/messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8080", "ftp://localhost", "http://", "http://h?a=b", "http://a b"})
    void saysWhatAnAddressLooksLike(String text) {
        assertThatThrownBy(() -> ServiceUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " (expected: an address such as http://localhost:8080)");
    }
}
