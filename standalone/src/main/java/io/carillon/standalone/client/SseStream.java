package io.carillon.standalone.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of Server-Sent Events.
 *
 * <p>The HTTP client's threads put lines into a queue, one for each that {@link #next} asked for; besides that, only the
 * end of the exchange goes in.
 */
final class SseStream implements EventStream {

    /** What the HTTP client's threads hand over. */
    private sealed interface Arrival {

        record Line(String text) implements Arrival {}

        record End(Heard how) implements Arrival {}
    }

    private final ServiceUrl service;
    private final SseParser parser = new SseParser();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Lines lines = new Lines();
    private final CompletableFuture<HttpResponse<Optional<byte[]>>> exchange;
    private boolean lineRequested;

    private SseStream(HttpClient http, ServiceUrl service, HttpRequest request) {
        this.service = service;
        this.exchange = http.sendAsync(request, this::body);
        var _ = exchange.whenComplete((answer, failure) -> arrivals.add(new Arrival.End(end(answer, failure))));
    }

    /** Returns a transport to a service. */
    static Transport transport(HttpClient http, ServiceUrl service, Credentials credentials) {
        return (channels, cursor) -> {
            var request = HttpRequest.newBuilder(service.sse(channels, cursor)).header("Accept", "text/event-stream");
            credentials.addTo(request::header);
            return new SseStream(http, service, request.build());
        };
    }

    /** Reads a stream line by line, and keeps what is none: the reason, as a rule. */
    private BodySubscriber<Optional<byte[]>> body(HttpResponse.ResponseInfo head) {
        return isStream(head)
                ? BodySubscribers.fromLineSubscriber(lines, _ -> Optional.empty(), StandardCharsets.UTF_8, null)
                : BodySubscribers.mapping(BodySubscribers.ofByteArray(), Optional::of);
    }

    private static boolean isStream(HttpResponse.ResponseInfo head) {
        return head.statusCode() == 200
                && head.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    private Heard end(@Nullable HttpResponse<Optional<byte[]>> answer, @Nullable Throwable failure) {
        if (failure != null) {
            return new Heard.Ended(Failures.words(failure, service));
        }
        if (answer == null || answer.body().isEmpty()) {
            return new Heard.Ended("the service ended the stream");
        }
        Optional<Problem> problem = Problem.read(answer.body().get());
        if (problem.isPresent() && problem.get().isTemporary()) {
            return new Heard.Ended(problem.get().toString());
        }
        return new Heard.Refused(problem.map(Problem::toString)
                .orElse(service + " answers " + answer.statusCode() + ", and not as Carillon does"));
    }

    @Override
    public Heard next(Duration limit) throws InterruptedException {
        while (true) {
            if (!lineRequested) {
                lines.request();
                lineRequested = true;
            }
            Arrival arrival = arrivals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            switch (arrival) {
                case null -> {
                    return new Heard.Ended("nothing was heard for " + limit.toSeconds() + " s");
                }
                case Arrival.End(Heard how) -> {
                    return how;
                }
                case Arrival.Line(String text) -> {
                    lineRequested = false;
                    Optional<Heard> heard = parser.take(text);
                    if (heard.isPresent()) {
                        return heard.get();
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        exchange.cancel(true);
    }

    /** Lets one line through for each request, so that a reader who is slow slows the service down, not our memory. */
    private final class Lines implements Flow.Subscriber<String> {

        private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

        void request() {
            var _ = subscribed.thenAccept(subscription -> subscription.request(1));
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.complete(subscription);
        }

        @Override
        public void onNext(String line) {
            arrivals.add(new Arrival.Line(line));
        }

        @Override
        public void onError(Throwable failure) {
            // The exchange ends with the same failure.
        }

        @Override
        public void onComplete() {
            // The exchange ends as well.
        }
    }
}
