package io.carillon.runtime.auth;

import io.carillon.core.access.Principal;
import io.carillon.core.access.Revocation;
import io.carillon.core.error.ErrorCode;
import io.carillon.runtime.http.ProblemDocument;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /revocations?subject=NAME} or {@code ?token=ID} on the management port: whoever has the right to operate ends
 * the streams of a principal, or of one token, and lets what was made before now in no more.
 *
 * <p>It counts for this process, for {@link #LIFE}, and is not kept over a restart: an operator calls every edge and ingest.
 */
public final class RevocationRoute implements HttpService {

    /** For how long a revocation is remembered; tokens should not live longer. */
    public static final Duration LIFE = Duration.ofHours(24);

    /** Most revocations that are remembered. */
    private static final int LIMIT = 100_000;

    private final Authenticator authenticator;
    private final List<Revocations> revocations;
    private final InstantSource clock;

    /** Makes the route; all services of the process are told. */
    public RevocationRoute(Authenticator authenticator, InstantSource clock, Revocations... revocations) {
        this.authenticator = authenticator;
        this.clock = clock;
        this.revocations = List.of(revocations);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/revocations", this::revoke);
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        Verdict verdict = authenticator.identify(request.headers());
        if (!(verdict instanceof Verdict.Known(Principal operator))) {
            Authenticator.refuse(verdict, response);
            return;
        }
        if (!operator.rights().operate()) {
            new ProblemDocument(
                            ErrorCode.FORBIDDEN,
                            "token: may not operate (expected: \"operate\":true in its claim push)")
                    .send(response);
            return;
        }
        Optional<String> key = request.query()
                .first("subject")
                .asOptional()
                .map(Revocation::subjectKey)
                .or(() -> request.query().first("token").asOptional().map(Revocation::tokenKey));
        long now = clock.millis();
        revocations.forEach(book -> book.forgetEnded(now));
        if (key.isEmpty() || key.get().length() <= 4 || key.get().length() > Revocation.MAX_NAME + 4) {
            new ProblemDocument(ErrorCode.INVALID_MESSAGE, "query: no name (expected: subject=NAME or token=ID)")
                    .send(response);
        } else if (revocations.stream().anyMatch(book -> book.size() >= LIMIT)) {
            ProblemDocument.of(ErrorCode.OVERLOADED).send(response);
        } else {
            var revocation = new Revocation(key.get(), now, now + LIFE.toMillis());
            revocations.forEach(book -> book.add(revocation));
            response.status(Status.NO_CONTENT_204).send();
        }
    }
}
