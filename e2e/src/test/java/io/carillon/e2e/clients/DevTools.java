package io.carillon.e2e.clients;

import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonString;
import io.carillon.core.publication.Payload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Evaluates expressions on a page, by the Chrome DevTools Protocol ({@code Runtime.evaluate}). For one thread. */
final class DevTools implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
    private final WebSocket socket;
    private int calls;

    DevTools(URI page) {
        socket = http.newWebSocketBuilder().buildAsync(page, new Answers()).join();
    }

    /**
     * Evaluates an expression.
     *
     * @return its value if that is a string, otherwise what the browser says of it
     */
    String evaluate(String expression) {
        int id = calls++;
        var answer = new CompletableFuture<String>();
        awaited.put(id, answer);
        socket.sendText(
                        "{\"id\":" + id
                                + ",\"method\":\"Runtime.evaluate\",\"params\":{\"returnByValue\":true,\"expression\":"
                                + JsonString.quote(expression) + "}}",
                        true)
                .join();
        try {
            return value(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the browser does not answer to " + expression, e);
        }
    }

    private static String value(String answer) {
        byte[] json = answer.getBytes(StandardCharsets.UTF_8);
        if (answer.contains("\"exceptionDetails\"")) {
            throw new AssertionError("the page's script failed: " + answer);
        }
        return member(json, "result")
                .flatMap(outer -> member(outer, "result"))
                .flatMap(result -> member(result, "value"))
                .flatMap(value -> JsonString.decode(value, 0, value.length))
                .orElse(answer);
    }

    private static Optional<byte[]> member(byte[] json, String name) {
        return JsonObject.scan(json, Set.of(name)) instanceof JsonObject.Scanned.Members members
                ? members.member(name).map(Payload::bytes)
                : Optional.empty();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String answer = text.toString();
                text.setLength(0);
                number(answer).map(awaited::remove).ifPresent(call -> call.complete(answer));
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            awaited.values().forEach(call -> call.completeExceptionally(error));
        }

        private static Optional<Integer> number(String answer) {
            return member(answer.getBytes(StandardCharsets.UTF_8), "id")
                    .map(bytes -> Integer.valueOf(new String(bytes, StandardCharsets.UTF_8)));
        }
    }
}
