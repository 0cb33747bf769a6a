package io.carillon.e2e.clients;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** okhttp-sse, which leaves coming back to those who use it: here, with {@code Last-Event-ID} after a moment. */
final class OkHttpSseClient extends EventSourceListener implements ForeignClient {

    private static final Executor AFTER_A_MOMENT = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);

    private final Notes notes = new Notes();
    private final OkHttpClient http =
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();
    private final String url;
    private volatile String lastId = "";
    private volatile EventSource source;
    private volatile boolean closed;

    OkHttpSseClient(URI url) {
        this.url = url.toString();
        this.source = connect();
    }

    private EventSource connect() {
        Request.Builder request = new Request.Builder().url(url).header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return EventSources.createFactory(http).newEventSource(request.build(), this);
    }

    private void comeBack() {
        AFTER_A_MOMENT.execute(() -> {
            if (!closed) {
                source = connect();
            }
        });
    }

    @Override
    public void onOpen(EventSource eventSource, Response response) {
        notes.open();
    }

    @Override
    public void onEvent(EventSource eventSource, @Nullable String id, @Nullable String type, String data) {
        lastId = id == null ? lastId : id;
        notes.event(type == null ? "message" : type, lastId, data);
    }

    @Override
    public void onClosed(EventSource eventSource) {
        notes.lost("end of the stream");
        comeBack();
    }

    @Override
    public void onFailure(EventSource eventSource, @Nullable Throwable failure, @Nullable Response response) {
        if (response != null && response.code() != 200) {
            // A browser would not come back after this.
            notes.dead(response.code());
        } else {
            notes.lost(String.valueOf(failure));
        }
        comeBack();
    }

    @Override
    public Story story() {
        return notes.story();
    }

    @Override
    public void close() {
        closed = true;
        source.cancel();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
