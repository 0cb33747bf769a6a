package io.carillon.standalone.relay;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The processes of one service, and which of them are ready, asked for every now and then on a thread of its own. */
final class Backends implements AutoCloseable {

    private static final Duration ASK_EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<Backend> all;
    private final Set<Backend> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client;
    private volatile @Nullable Thread asking;

    Backends(List<Backend> all) {
        this.all = List.copyOf(all);
        this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    void start() {
        asking = Thread.ofVirtual().name("relay-readiness").start(this::run);
    }

    /**
     * Returns all processes in the order in which to try them: the ready ones in turn, then the others, since one may have
     * become ready since it was asked.
     */
    List<Backend> candidates() {
        List<Backend> candidates = new ArrayList<>(all.size());
        int first = turn.getAndIncrement();
        for (int i = 0; i < all.size(); i++) {
            candidates.add(all.get(Math.floorMod(first + i, all.size())));
        }
        // Stable, so the turns are kept.
        candidates.sort((a, b) -> Boolean.compare(ready.contains(b), ready.contains(a)));
        return candidates;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Backend backend : all) {
                    if (isReady(backend)) {
                        ready.add(backend);
                    } else {
                        ready.remove(backend);
                    }
                }
                TimeUnit.NANOSECONDS.sleep(ASK_EVERY.toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady(Backend backend) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(backend.readiness()).timeout(PATIENCE).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        Thread running = asking;
        if (running != null) {
            running.interrupt();
        }
        client.shutdownNow();
    }
}
