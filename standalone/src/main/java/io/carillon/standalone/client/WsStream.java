package io.carillon.standalone.client;

import io.carillon.core.json.JsonObject;
import io.carillon.core.publication.Payload;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream over WebSocket, which answers pings by itself.
 *
 * <p>The HTTP client's threads put messages into a queue, one for each that {@link #next} asked for; besides that, only
 * the end of the connection goes in.
 */
final class WsStream implements EventStream {

    private static final String PONG = "{\"event\":\"pong\"}";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** Far above the largest message that the service takes, and a bound for what a stranger can make us keep. */
    private static final int MESSAGE_LIMIT_CHARS = 16 * 1024 * 1024;

    private final ServiceUrl service;
    private final BlockingQueue<Heard> arrivals = new LinkedBlockingQueue<>();
    private final CompletableFuture<WebSocket> connection;
    private Optional<Problem> problem = Optional.empty();

    private WsStream(
            HttpClient http,
            ServiceUrl service,
            Credentials credentials,
            List<String> channels,
            Optional<String> cursor) {
        this.service = service;
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_LIMIT);
        credentials.addTo(builder::header);
        this.connection = builder.buildAsync(service.ws(channels, cursor), new Messages());
        var _ = connection.whenComplete((_, failure) -> {
            if (failure != null) {
                arrivals.add(notOpened(failure));
            }
        });
    }

    /** Returns a transport to a service. */
    static Transport transport(HttpClient http, ServiceUrl service, Credentials credentials) {
        return (channels, cursor) -> new WsStream(http, service, credentials, channels, cursor);
    }

    private void onceOpen(Consumer<WebSocket> action) {
        var _ = connection.thenAccept(action);
    }

    private static void pong(WebSocket socket) {
        // If it cannot be sent, the connection is broken, and that is heard anyway.
        var _ = socket.sendText(PONG, true);
    }

    private Heard notOpened(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            String answer = service + " answers " + status + " instead of opening a WebSocket";
            return status >= 500 ? new Heard.Ended(answer) : new Heard.Refused(answer);
        }
        return new Heard.Ended(Failures.words(failure, service));
    }

    @Override
    public Heard next(Duration limit) throws InterruptedException {
        onceOpen(socket -> socket.request(1));
        Heard heard = arrivals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (heard == null) {
            return new Heard.Ended("nothing was heard for " + limit.toSeconds() + " s");
        }
        if (heard instanceof Heard.Event event && event.name().equals("ping")) {
            onceOpen(WsStream::pong);
        }
        return heard;
    }

    @Override
    public void close() {
        onceOpen(WebSocket::abort);
        connection.cancel(true);
    }

    /** Collects messages of several frames, and tells events from errors. */
    private final class Messages implements WebSocket.Listener {

        private static final Set<String> MEMBERS = Set.of("event", "data", "id");

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket socket) {
            // Nothing is asked for until somebody waits for it.
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            if (text.length() + part.length() > MESSAGE_LIMIT_CHARS) {
                arrivals.add(new Heard.Refused("a message is longer than " + MESSAGE_LIMIT_CHARS + " characters"));
                socket.abort();
                return null;
            }
            text.append(part);
            if (last) {
                message(text.toString());
                text.setLength(0);
            } else {
                socket.request(1);
            }
            return null;
        }

        private void message(String json) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            if (JsonObject.scan(bytes, MEMBERS) instanceof JsonObject.Scanned.Members members
                    && members.member("event").isPresent()) {
                arrivals.add(new Heard.Event(
                        string(members, "event"),
                        members.member("data").map(Payload::toString).orElse("{}"),
                        string(members, "id")));
                return;
            }
            problem = Problem.read(bytes);
            if (problem.isEmpty()) {
                arrivals.add(new Heard.Refused(service + " sends something else than Carillon does: " + json));
            } else {
                // The service closes after an error; what it says then is worth less than the error.
                onceOpen(socket -> socket.request(1));
            }
        }

        private String string(JsonObject.Scanned.Members members, String name) {
            return members.member(name).flatMap(Problem::string).orElse("");
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            String how = reason.isEmpty() ? "the service closed with " + code : reason + " (" + code + ")";
            arrivals.add(problem.filter(error -> !error.isTemporary())
                    .<Heard>map(error -> new Heard.Refused(error.toString()))
                    .orElseGet(
                            () -> new Heard.Ended(problem.map(Problem::toString).orElse(how))));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            arrivals.add(new Heard.Ended(Failures.words(failure, service)));
        }
    }
}
