package io.carillon.e2e.clients;

import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonString;
import io.carillon.core.publication.Payload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket, which leaves coming back to those who use it: here, with {@code since} after a moment. */
final class JdkWebSocketClient implements ForeignClient {

    private static final Executor AFTER_A_MOMENT = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
    private static final Set<String> MEMBERS = Set.of("event", "data", "id");

    private final Notes notes = new Notes();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private volatile String lastId = "";
    private volatile boolean closed;

    JdkWebSocketClient(URI url) {
        this.url = url;
        connect();
    }

    private void connect() {
        URI from = lastId.isEmpty() ? url : URI.create(url + "&since=" + lastId);
        var _ = http.newWebSocketBuilder().buildAsync(from, new Ears()).whenComplete((_, failure) -> {
            if (failure != null) {
                comeBack(failure);
            }
        });
    }

    private void comeBack(Object why) {
        notes.lost(why);
        AFTER_A_MOMENT.execute(() -> {
            if (!closed) {
                connect();
            }
        });
    }

    private void hear(WebSocket socket, String text) {
        if (JsonObject.scan(text.getBytes(StandardCharsets.UTF_8), MEMBERS)
                instanceof JsonObject.Scanned.Members members) {
            String event = string(members, "event");
            String id = string(members, "id");
            lastId = id.isEmpty() ? lastId : id;
            String data = members.member("data")
                    .map(payload -> new String(payload.bytes(), StandardCharsets.UTF_8))
                    .orElse("");
            notes.event(event, lastId, data);
            if (event.equals("ping")) {
                var _ = socket.sendText("{\"event\":\"pong\"}", true);
            }
        } else {
            notes.dead(text);
        }
    }

    private static String string(JsonObject.Scanned.Members members, String name) {
        return members.member(name)
                .map(Payload::bytes)
                .flatMap(json -> JsonString.decode(json, 0, json.length))
                .orElse("");
    }

    @Override
    public Story story() {
        return notes.story();
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }

    private final class Ears implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket socket) {
            notes.open();
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                hear(socket, text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            comeBack(code + " " + reason);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            comeBack(error);
        }
    }
}
