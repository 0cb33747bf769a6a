package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.tcp.RawConnection;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns connections into streams that send back what they get. */
class OwnedConnectionTest {

    private static final String STREAM = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final PublicListener listener = PublicListener.builder()
            .host("127.0.0.1")
            .port(0)
            .limits(new ListenerLimits(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    16 * 1024,
                    100,
                    8 * 1024,
                    -1,
                    -1,
                    0))
            .contribute(new PathRoutes().route(Method.GET, "/stream", (_, _) -> {
                OwnedConnection connection = OwnedConnection.current();
                write(connection, "HTTP/1.1 200 OK\r\n\r\n");
                throw connection.detach(new Echo());
            }))
            .upgrader(new EchoUpgrader())
            .build();

    /** Sends back what comes, until the client leaves or a drain comes. */
    private final class Echo implements ConnectionTenant {

        private volatile boolean drained;

        @Override
        public void run(OwnedConnection connection) {
            connection.onEnd(() -> events.add("ended"));
            connection.attach(this);
            events.add("detached");
            for (var bytes = connection.receive(); bytes.isPresent() && !drained; bytes = connection.receive()) {
                connection.send(bytes.get(), 0, bytes.get().length);
            }
            connection.attachment(Echo.class).ifPresent(_ -> events.add("left"));
        }

        @Override
        public void drain() {
            drained = true;
            events.add("drained");
        }
    }

    private final class EchoUpgrader implements Http1Upgrader {

        @Override
        public String supportedProtocol() {
            return "websocket";
        }

        @Override
        public ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
            var connection = (OwnedConnection) context;
            write(connection, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
            throw connection.detach(new Echo());
        }
    }

    @BeforeEach
    void start() {
        listener.start();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void handsTheConnectionToItsTenant() throws InterruptedException {
        try (var client = new RawConnection(listener.port())) {
            client.send(STREAM).awaitText("HTTP/1.1 200 OK\r\n\r\n");
            awaitEvent("detached");

            client.send("one");

            assertThat(client.awaitText("one")).isEqualTo("HTTP/1.1 200 OK\r\n\r\none");
        }
    }

    @Test
    void handsOverTheBytesThatCameAhead() {
        try (var client = new RawConnection(listener.port())) {
            client.send(STREAM + STREAM);

            assertThat(client.awaitText("GET /stream")).startsWith("HTTP/1.1 200 OK\r\n\r\nGET");
        }
    }

    @Test
    void tellsTheTenantAndThenTheCallbacksThatTheClientHasLeft() throws InterruptedException {
        try (var client = new RawConnection(listener.port())) {
            client.send(STREAM).awaitText("200 OK");
            awaitEvent("detached");
        }

        awaitEvent("left");
        awaitEvent("ended");
        assertThat(events).isEmpty();
    }

    @Test
    void hasNoDeadlineOnceDetached() throws InterruptedException {
        try (var client = new RawConnection(listener.port())) {
            client.send(STREAM).awaitText("200 OK");
            awaitEvent("detached");

            assertThat(events.poll(1_500, TimeUnit.MILLISECONDS)).isNull();

            client.send("late").awaitText("late");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket", "Websocket", "WEBSOCKET"})
    void upgradesHoweverTheProtocolIsSpelt(String spelling) {
        try (var client = new RawConnection(listener.port())) {
            client.send(
                    "GET /any HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: " + spelling + "\r\n\r\nfirst");

            assertThat(client.awaitText("first")).isEqualTo("HTTP/1.1 101 Switching Protocols\r\n\r\nfirst");
        }
    }

    @Test
    void passesADrainOnToTheTenant() throws InterruptedException {
        try (var client = new RawConnection(listener.port())) {
            client.send(STREAM).awaitText("200 OK");
            awaitEvent("detached");

            listener.drain();

            awaitEvent("drained");
            client.send("x").awaitClose();
            awaitEvent("left");
            awaitEvent("ended");
        }
    }

    @Test
    void countsTheOpenConnections() throws InterruptedException {
        try (var client = new RawConnection(listener.port())) {
            client.send(STREAM).awaitText("200 OK");
            awaitEvent("detached");

            assertThat(listener.openConnections()).isEqualTo(1);
        }

        awaitEvent("left");
        awaitEvent("ended");
        assertThat(listener.openConnections()).isZero();
    }

    private static void write(OwnedConnection connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        connection.send(bytes, 0, bytes.length);
    }

    private void awaitEvent(String expected) throws InterruptedException {
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }
}
