package io.carillon.ingest.rest;

import io.carillon.core.access.Principal;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.time.Ticker;
import io.carillon.ingest.admission.Admission;
import io.carillon.ingest.admission.PublishLimits;
import io.carillon.ingest.publish.KeyedPublisher;
import io.carillon.ingest.publish.Publisher;
import io.carillon.ingest.publish.Publisher.Counting;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Verdict;
import io.carillon.runtime.http.ChannelPath;
import io.carillon.runtime.http.PathRoutes;
import io.carillon.runtime.http.ProblemDocument;
import io.carillon.runtime.http.RequestBody;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * {@code POST /messages} and {@code POST /channels/{channel}/messages}, to be contributed to a public listener.
 *
 * <p>A request passes, in this order: who it is from (401), its media type (415), admission (503), its body (400, 408,
 * 413), its rate (429), parsing (400), its rights (403), and the publisher (202, 400, 409, 413, 422, 503, 504). Nothing of
 * a body is read before there is room for all of it.
 */
public final class PublishRoutes implements Consumer<HttpRouting.Builder> {

    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MediaType.JSON);
    private static final ChannelPath CHANNEL_PATH = new ChannelPath("/channels/", "/messages");
    private static final HeaderName PREFER = HeaderNames.create("Prefer");
    private static final Header MINIMAL_APPLIED = HeaderValues.createCached("Preference-Applied", "return=minimal");
    private static final Header NDJSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MediaType.NDJSON);

    private final Publisher publisher;
    private final KeyedPublisher keyed;
    private final Admission admission;
    private final PublishLimits limits;
    private final PublishMetrics metrics;
    private final Ticker ticker;
    private final Publishers publishers;

    /**
     * Makes the routes.
     *
     * @param publisher decides what becomes of messages
     * @param keyed decides what becomes of those that come with a key
     * @param admission says whether there is room
     * @param limits how large bodies may be
     * @param registry where messages are counted and timed
     * @param ticker measures
     * @param publishers says who publishes, and what that may do
     */
    public PublishRoutes(
            Publisher publisher,
            KeyedPublisher keyed,
            Admission admission,
            PublishLimits limits,
            MeterRegistry registry,
            Ticker ticker,
            Publishers publishers) {
        this.publisher = publisher;
        this.keyed = keyed;
        this.admission = admission;
        this.limits = limits;
        this.metrics = new PublishMetrics(registry);
        this.ticker = ticker;
        this.publishers = publishers;
    }

    @Override
    public void accept(HttpRouting.Builder routing) {
        new PathRoutes()
                .route(Method.POST, "/messages", this::messages)
                .route(Method.POST, CHANNEL_PATH, this::channelMessages)
                .accept(routing);
    }

    private void messages(ServerRequest request, ServerResponse response) {
        identified(request, response).ifPresent(principal -> messages(principal, request, response));
    }

    private void messages(Principal principal, ServerRequest request, ServerResponse response) {
        MediaType type = MediaType.of(request.headers());
        if (type.plain() && type.name().equals(MediaType.JSON)) {
            withBody(request, response, limits.bodyLimitBytes(), (body, _) -> {
                publishOne(principal, MessageBody.object(body), request, response);
            });
        } else if (type.plain() && type.name().equals(MediaType.NDJSON)) {
            withBody(request, response, limits.batchLimitBytes(), (body, permit) -> {
                publishBatch(principal, body, permit, request, response);
            });
        } else {
            refuseType("application/json or application/x-ndjson", response);
        }
    }

    private void channelMessages(ServerRequest request, ServerResponse response) {
        identified(request, response).ifPresent(principal -> channelMessages(principal, request, response));
    }

    private void channelMessages(Principal principal, ServerRequest request, ServerResponse response) {
        Optional<String> channel =
                CHANNEL_PATH.channel(request.prologue().uriPath().rawPath());
        if (channel.isEmpty()) {
            refuse(new ProblemDocument(ErrorCode.INVALID_CHANNEL, ChannelPath.NOT_ENCODED), response);
            return;
        }
        MediaType type = MediaType.of(request.headers());
        switch (type.plain() ? type.name() : "") {
            case MediaType.JSON ->
                withBody(request, response, limits.bodyLimitBytes(), (body, _) -> {
                    publishOne(principal, MessageBody.value(channel.get(), body), request, response);
                });
            case MediaType.TEXT, MediaType.FORM ->
                withBody(request, response, limits.bodyLimitBytes(), (body, _) -> {
                    publishOne(principal, MessageBody.text(channel.get(), body), request, response);
                });
            default -> refuseType("text/plain or application/json", response);
        }
    }

    /** Goes on with the body, if there is room for it and it comes. */
    private void withBody(
            ServerRequest request, ServerResponse response, int limitBytes, BiConsumer<byte[], Admission.Permit> then) {
        // Room for the body is taken as it comes: to announce one costs nothing, and must not cost others their room.
        Optional<Admission.Permit> admitted = admission.tryAdmit(0);
        if (admitted.isEmpty()) {
            refuse(ProblemDocument.of(ErrorCode.OVERLOADED), response);
            return;
        }
        try (Admission.Permit permit = admitted.get()) {
            switch (RequestBody.read(request, limitBytes, permit::growBytes)) {
                case RequestBody.Arrived arrived -> then.accept(arrived.bytes(), permit);
                case RequestBody.Refused refused -> {
                    metrics.refused(refused.problem().code());
                    refused.send(response);
                }
            }
        }
    }

    private void publishOne(
            Principal principal, MessageBody.Parsed parsed, ServerRequest request, ServerResponse response) {
        Optional<ProblemDocument> tooFast = publishers.tooFast(principal, request, 1);
        if (tooFast.isPresent()) {
            refuse(tooFast.get(), response);
            return;
        }
        Counting counting = counting(request, response);
        MessageBody.Parsed allowed = publishers.permitted(parsed, principal);
        Pending pending = switch (IdempotencyKey.of(request.headers())) {
            case IdempotencyKey.Parsed.Absent() -> Pending.start(allowed, publisher, counting, metrics, ticker);
            case IdempotencyKey.Parsed.Key(String key) ->
                Pending.keyed(allowed, principal.subject(), key, keyed, counting, metrics, ticker);
            case IdempotencyKey.Parsed.Invalid(String problem) ->
                Pending.refused(new ProblemDocument(ErrorCode.INVALID_IDEMPOTENCY_KEY, problem), metrics);
        };
        switch (pending.await()) {
            case Answer.Success success ->
                response.status(Status.ACCEPTED_202)
                        .header(JSON)
                        .send(success.json().getBytes(StandardCharsets.UTF_8));
            case Answer.Failure(var problem) -> problem.send(response);
        }
    }

    private void publishBatch(
            Principal principal, byte[] body, Admission.Permit permit, ServerRequest request, ServerResponse response) {
        if (request.headers().contains(IdempotencyKey.NAME)) {
            // One key cannot stand for many messages, and to ignore it would break what the client relies on.
            refuse(
                    new ProblemDocument(
                            ErrorCode.INVALID_IDEMPOTENCY_KEY, "Idempotency-Key: not taken with application/x-ndjson"),
                    response);
            return;
        }
        var batch = new Batch(body, limits, publishers, principal);
        Optional<ProblemDocument> problem =
                batch.problem().or(() -> publishers.tooFast(principal, request, batch.lineCount()));
        if (problem.isPresent()) {
            refuse(problem.get(), response);
        } else if (!permit.grow(batch.lineCount() - 1)) {
            refuse(ProblemDocument.of(ErrorCode.OVERLOADED), response);
        } else {
            Counting counting = counting(request, response);
            response.header(NDJSON);
            byte[] answers = batch.publish(publisher, counting, metrics, ticker);
            // A client that does not read its answers keeps nobody's place.
            permit.close();
            response.send(answers);
        }
    }

    /** Returns who publishes; if that is not known, the request is answered. */
    private Optional<Principal> identified(ServerRequest request, ServerResponse response) {
        Verdict verdict = publishers.identify(request);
        if (verdict instanceof Verdict.Known(var principal)) {
            return Optional.of(principal);
        }
        Authenticator.problem(verdict).ifPresent(problem -> metrics.refused(problem.code()));
        Authenticator.refuse(verdict, response);
        return Optional.empty();
    }

    private void refuseType(String expected, ServerResponse response) {
        refuse(
                new ProblemDocument(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "content type: not taken (expected: " + expected + ", in UTF-8, without content encoding)"),
                response);
    }

    private void refuse(ProblemDocument problem, ServerResponse response) {
        metrics.refused(problem.code());
        problem.send(response);
    }

    /** Returns what the client wants counted, and confirms it if that is less than usual. */
    private static Counting counting(ServerRequest request, ServerResponse response) {
        boolean minimal = request.headers().values(PREFER).stream()
                .flatMap(value -> Arrays.stream(value.split("[,;]", -1)))
                .anyMatch(preference -> preference.strip().equalsIgnoreCase("return=minimal"));
        if (!minimal) {
            return Counting.SUBSCRIBERS;
        }
        response.header(MINIMAL_APPLIED);
        return Counting.NOTHING;
    }
}
