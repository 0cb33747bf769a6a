package io.carillon.ingest.rest;

import io.carillon.core.log.AppendOutcome;
import io.carillon.core.log.InMemoryLog;
import io.carillon.core.log.LogAppender;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.PublishKey;
import io.carillon.core.time.Ticker;
import io.carillon.ingest.admission.Admission;
import io.carillon.ingest.admission.PublishLimits;
import io.carillon.ingest.admission.PublishRates;
import io.carillon.ingest.publish.KeyedPublisher;
import io.carillon.ingest.publish.Publisher;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.http.TrustedProxies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The publish API on a real port, before a log in memory whose answers a test may replace. */
final class PublishServer implements AutoCloseable, LogAppender {

    static final PublishLimits LIMITS = new PublishLimits(1000, 5000, 4, 8, 20_000);

    final InMemoryLog log =
            new InMemoryLog(new Generation("abcdefgh", 1), InstantSource.fixed(Instant.ofEpochMilli(71)));
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Admission admission = new Admission(LIMITS);

    /** What appends go to. */
    volatile LogAppender target = log;

    /** Knows the keys of the log. */
    final LogKeys owner = new LogKeys(log);

    /** How many appends were asked for. */
    final AtomicInteger appends = new AtomicInteger();

    private final Publisher publisher =
            new Publisher(this, _ -> CompletableFuture.completedFuture(OptionalInt.of(2)), Duration.ofSeconds(5));

    private final HttpClient client = HttpClient.newHttpClient();
    private final PublicListener listener;

    /** Lets everybody in. */
    PublishServer() {
        this(new Publishers(
                Authenticator.open(), new PublishRates(1_000_000, 1_000_000, Ticker.system()), TrustedProxies.none()));
    }

    PublishServer(Publishers publishers) {
        listener = PublicListener.builder()
                .host("127.0.0.1")
                .port(0)
                .contribute(new PublishRoutes(
                        publisher,
                        new KeyedPublisher(publisher, owner),
                        admission,
                        LIMITS,
                        metrics,
                        Ticker.system(),
                        publishers))
                .build();
        listener.start();
    }

    @Override
    public CompletionStage<AppendOutcome> append(String channel, Payload value, @Nullable PublishKey key) {
        appends.incrementAndGet();
        return target.append(channel, value, key);
    }

    int port() {
        return listener.port();
    }

    HttpResponse<String> post(String path, String contentType, String body, String... headers) {
        return send("POST", path, body, headersWith(contentType, headers));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    double count(String result) {
        return metrics.get("push.ingest.publications")
                .tag("result", result)
                .counter()
                .count();
    }

    @Override
    public void close() {
        listener.close();
        client.close();
    }

    private static String[] headersWith(String contentType, String[] headers) {
        var all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = contentType;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }
}
