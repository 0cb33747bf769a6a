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
    private final Pass pass;

    public PublishConnection(RunningCarillon carillon) {
        this(carillon.http("/"));
    }

    /** Connects to whoever takes publications at a URI. */
    public PublishConnection(URI service) {
        this(service, Pass.NONE);
    }

    /** Connects as somebody who has something to show. */
    public PublishConnection(URI service, Pass pass) {
        http = RawHttp.connect(service);
        this.pass = pass;
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
        return post("application/json", line(channel, json));
    }

    /** Publishes so many numbers at once, and returns the answer. */
    public HttpReply batch(String channel, int count) {
        var body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append(line(channel, String.valueOf(i))).append('\n');
        }
        return post("application/x-ndjson", body.toString());
    }

    private static String line(String channel, String json) {
        return "{\"channel\":\"" + channel + "\",\"message\":" + json + "}";
    }

    private HttpReply post(String type, String body) {
        return http.send("POST /messages HTTP/1.1\r\nHost: localhost\r\n" + pass.line() + "Content-Type: " + type
                        + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .read(PATIENCE);
    }

    @Override
    public void close() {
        http.close();
    }
}
