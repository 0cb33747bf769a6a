package io.carillon.standalone.client;

import java.net.http.HttpClient;
import java.time.Duration;

/** A service as seen by clients: one HTTP client, and what can be done with it. */
public final class Clients implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final ServiceUrl service;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /** Makes clients of a service, which connect to nothing yet. */
    public Clients(ServiceUrl service) {
        this.service = service;
    }

    /** Returns a publisher. */
    public Publisher publisher() {
        return new Publisher(http, service);
    }

    /** Returns streams of Server-Sent Events. */
    public EventStream.Transport sse() {
        return SseStream.transport(http, service);
    }

    /** Returns streams over WebSocket. */
    public EventStream.Transport ws() {
        return WsStream.transport(http, service);
    }

    @Override
    public void close() {
        // Not close(), which waits for streams that never end.
        http.shutdownNow();
    }
}
