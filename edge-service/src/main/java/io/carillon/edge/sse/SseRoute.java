package io.carillon.edge.sse;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.engine.EdgeEngine;
import io.carillon.edge.engine.Farewell;
import io.carillon.edge.engine.Inbound;
import io.carillon.edge.rest.StreamDoor;
import io.carillon.edge.rest.StreamHead;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.subscription.SubscribeQuery;
import io.carillon.edge.subscription.SubscribeSettings;
import io.carillon.runtime.http.OwnedConnection;
import io.carillon.runtime.http.ProblemDocument;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code GET /sse/messages?channels=a,b}: answers the head, then gives the connection to the engine.
 *
 * <p>EventSource gives up for good on any status but 200. So only what the client itself did wrong is refused by status;
 * where the service cannot serve now, the stream opens, asks the client to come back, and ends.
 */
public final class SseRoute implements Handler {

    private static final String HEAD = """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream;charset=UTF-8\r
            Cache-Control: no-store\r
            X-Accel-Buffering: no\r
            Transfer-Encoding: chunked\r
            Connection: close\r
            """;

    private final EdgeEngine engine;
    private final SubscribeSettings settings;
    private final StreamDoor door;

    /** Makes the route onto an engine, behind a door. */
    public SseRoute(EdgeEngine engine, SubscribeSettings settings, StreamDoor door) {
        this.engine = engine;
        this.settings = settings;
        this.door = door;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
        if (!acceptsEventStream(request)) {
            new ProblemDocument(
                            ErrorCode.NOT_ACCEPTABLE,
                            "Accept: "
                                    + request.headers().get(HeaderNames.ACCEPT).values()
                                    + " (expected: text/event-stream)")
                    .send(response);
            return;
        }
        var lastEventId = request.headers().first(HeaderNames.create("Last-Event-ID"));
        switch (SubscribeQuery.parse(request.query().rawValue(), lastEventId, settings.channelLimit())) {
            case SubscribeQuery.Parsed.Invalid invalid ->
                new ProblemDocument(invalid.code(), invalid.detail()).send(response);
            case SubscribeQuery.Parsed.Valid valid -> {
                switch (door.admit(request, valid.channels())) {
                    case StreamDoor.Outcome.TurnedAway away -> away.send(response);
                    case StreamDoor.Outcome.NotNow() -> {
                        begin(response);
                        throw OwnedConnection.current()
                                .detach(Farewell.comeBack(SseFraming.INSTANCE, EndReason.NOT_READY));
                    }
                    case StreamDoor.Outcome.Admitted(Guest guest, var cookie) -> {
                        cookie.ifPresent(value -> response.header(HeaderNames.SET_COOKIE, value));
                        begin(response);
                        stream(valid, door.address(request), guest);
                    }
                }
            }
        }
    }

    /** Answers the head, with what others have put into it, and when to come back. */
    private void begin(ServerResponse response) {
        byte[] head = StreamHead.of(HEAD, response.headers());
        byte[] retry = SseFraming.retry(ThreadLocalRandom.current()
                .nextLong(settings.retryMin().toMillis(), settings.retryMax().toMillis() + 1));
        byte[] both = Arrays.copyOf(head, head.length + retry.length);
        System.arraycopy(retry, 0, both, head.length, retry.length);
        // Each write is a packet of its own, which in a storm of clients is what there is least time for.
        OwnedConnection.current().send(both, 0, both.length);
    }

    private void stream(SubscribeQuery.Parsed.Valid wanted, String address, Guest guest) throws InterruptedException {
        OwnedConnection connection = OwnedConnection.current();
        if (!engine.awaitTable(settings.tablePatience())) {
            throw connection.detach(Farewell.comeBack(SseFraming.INSTANCE, EndReason.NOT_READY));
        }
        throw connection.detach(engine.stream(SseFraming.INSTANCE, address, wanted, Inbound.IGNORING, guest));
    }

    private static boolean acceptsEventStream(ServerRequest request) {
        List<String> accepted = request.headers().values(HeaderNames.ACCEPT);
        if (accepted.isEmpty()) {
            return true;
        }
        String ranges = String.join(",", accepted).toLowerCase(Locale.ROOT);
        return ranges.contains("text/event-stream") || ranges.contains("text/*") || ranges.contains("*/*");
    }
}
