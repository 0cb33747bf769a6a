package io.carillon.standalone.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Revokes at the management port of an ingest. */
public final class Revoker {

    /** Above the service's own limit for writing to the log, so that its answer comes first. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final ServiceUrl management;
    private final Credentials credentials;

    Revoker(HttpClient http, ServiceUrl management, Credentials credentials) {
        this.http = http;
        this.management = management;
        this.credentials = credentials;
    }

    /** Who is revoked, and by which parameter that is said. */
    public enum Kind {
        /** All tokens of a principal that were made until now. */
        SUBJECT("subject"),
        /** One token, by its {@code jti}. */
        TOKEN("token");

        private final String parameter;

        Kind(String parameter) {
            this.parameter = parameter;
        }
    }

    /** Revokes; returns why that was not done, if so. */
    public Optional<String> revoke(Kind kind, String name) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(management.base() + "/revocations?"
                        + kind.parameter + '=' + URLEncoder.encode(name, StandardCharsets.UTF_8)))
                .timeout(ANSWER_LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody());
        credentials.addTo(request::header);
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 204
                    ? Optional.empty()
                    : Optional.of(Problem.read(answer.body())
                            .map(Problem::toString)
                            .orElse(management + " answers " + answer.statusCode()
                                    + " (expected: the management port of an ingest)"));
        } catch (IOException e) {
            return Optional.of(Failures.words(e, management));
        }
    }
}
