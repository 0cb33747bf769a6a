package io.carillon.standalone.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/** A service as seen by clients: one HTTP client, and what can be done with it. */
public final class Clients implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final ServiceUrl service;
    private final Credentials credentials;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /** Makes clients of a service, which connect to nothing yet. */
    public Clients(ServiceUrl service) {
        this(service, Optional.empty());
    }

    /** Makes clients that show a token, if there is one. */
    public Clients(ServiceUrl service, Optional<String> token) {
        this.service = service;
        this.credentials = new Credentials(token);
    }

    /** Returns a publisher. */
    public Publisher publisher() {
        return new Publisher(http, service, credentials);
    }

    /** Returns what revokes, where the service is the management port of an ingest. */
    public Revoker revoker() {
        return new Revoker(http, service, credentials);
    }

    /** Returns streams of Server-Sent Events. */
    public EventStream.Transport sse() {
        return SseStream.transport(http, service, credentials);
    }

    /** Returns streams over WebSocket. */
    public EventStream.Transport ws() {
        return WsStream.transport(http, service, credentials);
    }

    @Override
    public void close() {
        // Not close(), which waits for streams that never end.
        http.shutdownNow();
    }
}
