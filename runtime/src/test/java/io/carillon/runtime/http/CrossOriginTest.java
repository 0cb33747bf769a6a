package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrossOriginTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PAGE = "https://app.example.com";

    private final PublicListener listener = PublicListener.builder()
            .host("127.0.0.1")
            .port(0)
            .origins(OriginRule.of(List.of(PAGE)))
            .contribute(new PathRoutes()
                    .route(Method.GET, "/hi", (_, response) -> response.send("hi"))
                    .route(Method.POST, "/hi", (_, response) -> response.send("taken")))
            .build();

    @BeforeEach
    void listen() {
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void letsPagesOfTheListReadAnswers() {
        HttpReply reply = send("GET", "Origin: " + PAGE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(reply.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(reply.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void answersWhatABrowserAsksBeforeItSends() {
        HttpReply reply = send("OPTIONS", "Origin: " + PAGE, "Access-Control-Request-Method: POST");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Access-Control-Allow-Methods")).isEqualTo("GET, POST");
        assertThat(reply.header("Access-Control-Allow-Headers")).contains("Authorization", "Idempotency-Key");
    }

    @Test
    void letsNoOtherPageReadOrAskOrSend() {
        for (String origin : List.of(
                "https://evil.example", "https://app.example.com.evil.example", "null", "http://app.example.com")) {
            HttpReply read = send("GET", "Origin: " + origin);
            assertThat(read.headers().first("Access-Control-Allow-Origin"))
                    .as(origin)
                    .isEmpty();
            assertThat(send("OPTIONS", "Origin: " + origin, "Access-Control-Request-Method: POST")
                            .status())
                    .isEqualTo(403);
            assertThat(send("POST", "Origin: " + origin, "Content-Length: 0").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void hasNothingToSayToThoseWhoAreNoBrowsers() {
        HttpReply reply = send("POST", "Content-Length: 0");

        assertThat(reply.text()).isEqualTo("taken");
        assertThat(reply.headers().first("Vary")).isEmpty();
    }

    private HttpReply send(String method, String... headers) {
        try (var http = RawHttp.connect(Dial.to("http://127.0.0.1:" + listener.port() + "/hi"))) {
            return http.send(method + " /hi HTTP/1.1\r\nHost: 127.0.0.1:" + listener.port() + "\r\n"
                            + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n")
                    .read(SOON);
        }
    }
}
