package io.carillon.e2e.system;

import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A publisher that keeps its connection, so that a publication leaves at once. For one thread. */
public final class PublishConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RawHttp http;

    public PublishConnection(RunningCarillon carillon) {
        this(carillon.http("/"));
    }

    /** Connects to whoever takes publications at a URI. */
    public PublishConnection(URI service) {
        http = RawHttp.connect(service);
    }

    /** Publishes, and expects that it is accepted. */
    public Receipt publish(String channel, String json) {
        return Receipt.of(attempt(channel, json));
    }

    /**
     * Publishes, and returns the answer, whatever it is.
     *
     * @throws AssertionError if the connection ends without an answer
     */
    public HttpReply attempt(String channel, String json) {
        String body = "{\"channel\":\"" + channel + "\",\"message\":" + json + "}";
        return http.send(
                        "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .read(PATIENCE);
    }

    @Override
    public void close() {
        http.close();
    }
}
