package io.carillon.standalone.relay;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer ingest = server("ingest", 200);
    private final HttpServer edge = server("edge", 200);

    @AfterEach
    void stop() {
        end.countDown();
        ingest.stop(0);
        edge.stop(0);
    }

    @Test
    void sendsEachPathToItsService() throws IOException {
        try (var relay = relay(List.of(backend(ingest)), List.of(backend(edge)))) {
            assertThat(Http.postJson(relay.uri("/messages"), "{\"a\":1}").text())
                    .isEqualTo("ingest POST /messages {\"a\":1}");
            assertThat(Http.get(relay.uri("/history/c?limit=1")).text()).isEqualTo("edge GET /history/c?limit=1 ");
            assertThat(Http.get(relay.uri("/elsewhere")).status()).isEqualTo(404);
        }
    }

    @Test
    void passesOnWhatComesWhenItComes() throws IOException {
        try (var relay = relay(List.of(), List.of(backend(edge)));
                var client = SseClient.connect(relay.uri("/sse/messages"), Map.of())) {
            assertThat(client.next(PATIENCE).data()).isEqualTo("first");
            assertThat(end.getCount()).isEqualTo(1);
        }
    }

    @Test
    void closesAnEventStreamForWhichNobodyIsThereAndAnswersAllElse() throws IOException {
        try (var relay = relay(List.of(nobody()), List.of(nobody()))) {
            assertThatThrownBy(() -> get(relay, "/sse/messages")).isInstanceOf(AssertionError.class);

            HttpReply reply = get(relay, "/messages");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
            assertThat(reply.text()).contains("\"code\":\"unavailable\"");
        }
    }

    @Test
    void triesTheNextProcessWhenOneTakesNoConnection() throws IOException {
        try (var relay = relay(List.of(nobody(), backend(ingest), nobody()), List.of())) {
            for (int i = 0; i < 6; i++) {
                assertThat(get(relay, "/messages").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void leavesOutAProcessThatIsNotReady() throws IOException {
        HttpServer draining = server("draining", 503);
        try (var relay = relay(List.of(), List.of(backend(draining), backend(edge)))) {
            eventually().passes("the ready one alone", () -> {
                for (int i = 0; i < 4; i++) {
                    assertThat(get(relay, "/history/c").text()).startsWith("edge");
                }
            });
        } finally {
            draining.stop(0);
        }
    }

    private static HttpReply get(Started relay, String path) {
        try (RawHttp http = RawHttp.connect(relay.uri("/"))) {
            return http.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").read(PATIENCE);
        }
    }

    private record Started(Relay relay) implements AutoCloseable {

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + relay.port() + path);
        }

        @Override
        public void close() {
            relay.close();
        }
    }

    private static Started relay(List<Backend> ingests, List<Backend> edges) throws IOException {
        var relay = new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ingests, edges);
        relay.start();
        return new Started(relay);
    }

    private static Backend backend(HttpServer server) {
        return new Backend(server.getAddress().getPort(), server.getAddress().getPort());
    }

    private static Backend nobody() {
        int port = FreePorts.one();
        return new Backend(port, port);
    }

    private HttpServer server(String name, int readiness) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> echo(name, exchange));
            server.createContext("/sse", this::stream);
            server.createContext("/readiness", exchange -> {
                exchange.sendResponseHeaders(readiness, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void echo(String name, HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer = (name + ' ' + exchange.getRequestMethod() + ' ' + exchange.getRequestURI() + ' ' + body)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** Sends one event, and then nothing until the test is over. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("id:1\nevent:message\ndata:first\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }
}
