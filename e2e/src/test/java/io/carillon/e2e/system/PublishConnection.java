package io.carillon.e2e.system;

import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A publisher that keeps its connection, so that a publication leaves at once. For one thread. */
public final class PublishConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RawHttp http;

    public PublishConnection(RunningCarillon carillon) {
        http = RawHttp.connect(carillon.http("/"));
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
