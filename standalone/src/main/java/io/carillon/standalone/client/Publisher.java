package io.carillon.standalone.client;

import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonString;
import io.carillon.core.publication.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Publishes messages one at a time, and waits for what became of each. */
public final class Publisher {

    /** Above the service's own limits for writing to the log, so that its answer comes first. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private static final Set<String> MEMBERS = Set.of("id", "subscribers");

    private final HttpClient http;
    private final ServiceUrl service;
    private final Credentials credentials;

    /** Makes a publisher, which connects to nothing yet. */
    Publisher(HttpClient http, ServiceUrl service, Credentials credentials) {
        this.http = http;
        this.service = service;
        this.credentials = credentials;
    }

    /** What became of a message. */
    public sealed interface Outcome {

        /**
         * It is in the log.
         *
         * @param id the cursor that names the message
         * @param subscribers how many connections were subscribed, empty if the service could not tell
         */
        record Accepted(String id, Optional<String> subscribers) implements Outcome {}

        /** It was not published, or nobody knows; the reason says which. */
        record Failed(String why) implements Outcome {}
    }

    /**
     * Publishes a message.
     *
     * @param json one JSON value, known to be well-formed
     * @param key under which it is published once, however often it is tried
     */
    public Outcome publish(String channel, Payload json, Optional<String> key) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.publish())
                .header("Content-Type", "application/json")
                .timeout(ANSWER_LIMIT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(channel, json)));
        credentials.addTo(request::header);
        key.ifPresent(text -> request.header("Idempotency-Key", IdempotencyKey.header(text)));
        try {
            return outcome(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Outcome.Failed(Failures.words(e, service));
        } catch (IOException e) {
            return new Outcome.Failed(Failures.words(e, service) + "; the message may have been published");
        }
    }

    private static byte[] body(String channel, Payload json) {
        var body = new ByteArrayOutputStream(json.size() + channel.length() + 32);
        body.writeBytes(
                ("{\"channel\":" + JsonString.quote(channel) + ",\"message\":").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(json.bytes());
        body.write('}');
        return body.toByteArray();
    }

    private Outcome outcome(HttpResponse<byte[]> answer) {
        if (answer.statusCode() == 202
                && JsonObject.scan(answer.body(), MEMBERS) instanceof JsonObject.Scanned.Members members
                && members.member("id").isPresent()) {
            return new Outcome.Accepted(
                    members.member("id").flatMap(Problem::string).orElse(""),
                    members.member("subscribers").map(Payload::toString).filter(count -> !count.equals("null")));
        }
        return new Outcome.Failed(Problem.read(answer.body())
                .map(Problem::toString)
                .orElse(service + " answers " + answer.statusCode() + ", and not as Carillon does"));
    }
}
