package io.carillon.ingest.admin;

import io.carillon.core.access.Principal;
import io.carillon.core.access.Revocation;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonString;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.auth.Verdict;
import io.carillon.runtime.http.ProblemDocument;
import io.carillon.runtime.observe.Metrics;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code POST /revocations?subject=NAME} or {@code ?token=ID} on the management port: whoever has the right to operate ends
 * the streams of a principal, or of one token, everywhere, and lets what was made until now in no more.
 *
 * <p>It is answered when the log has it; edges and ingests have it within seconds then, whenever they were started.
 */
public final class RevocationRoute implements HttpService {

    private static final System.Logger LOGGER = System.getLogger(RevocationRoute.class.getName());

    private static final String METER = "push_ingest_revocations_total";

    private final Authenticator authenticator;
    private final RevocationLimits limits;
    private final RevocationLog log;
    private final Revocations known;
    private final InstantSource clock;
    private final Metrics metrics;

    /**
     * Makes the route.
     *
     * @param known those that matter at present
     */
    public RevocationRoute(
            Authenticator authenticator,
            RevocationLimits limits,
            RevocationLog log,
            Revocations known,
            InstantSource clock,
            Metrics metrics) {
        this.authenticator = authenticator;
        this.limits = limits;
        this.log = log;
        this.known = known;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/revocations", this::revoke);
    }

    private void revoke(ServerRequest request, ServerResponse response) throws InterruptedException {
        Verdict verdict = authenticator.identifyByHeader(request.headers());
        if (!(verdict instanceof Verdict.Known(Principal operator))) {
            Authenticator.refuse(verdict, response);
            return;
        }
        Optional<ProblemDocument> problem =
                operator.rights().operate() ? revoke(request, operator) : Optional.of(notGranted());
        count(problem.map(refusal -> refusal.code().slug()).orElse("accepted"));
        problem.ifPresentOrElse(
                refusal -> refusal.send(response),
                () -> response.status(Status.NO_CONTENT_204).send());
    }

    private ProblemDocument notGranted() {
        authenticator.countNotGranted();
        return new ProblemDocument(
                ErrorCode.FORBIDDEN, "token: may not operate (expected: \"operate\":true in its claim push)");
    }

    /** Returns why nobody was revoked, if that is so. */
    private Optional<ProblemDocument> revoke(ServerRequest request, Principal operator) throws InterruptedException {
        Optional<String> key = key(request);
        if (key.isEmpty()) {
            return Optional.of(new ProblemDocument(
                    ErrorCode.INVALID_MESSAGE,
                    "query: no name (expected: subject=NAME or token=ID, with 1 to " + Revocation.MAX_NAME
                            + " characters)"));
        }
        if (known.size() >= limits.count()) {
            return Optional.of(new ProblemDocument(
                    ErrorCode.OVERLOADED,
                    "revocations: " + known.size() + " (expected: fewer than push.auth.revocations.limit, "
                            + limits.count() + "; each is forgotten "
                            + limits.tokenLife().toSeconds() + " s after it was made)"));
        }
        var revocation = limits.revocation(key.get(), clock.millis());
        return switch (log.append(revocation)) {
            case RevocationLog.Outcome.Written() -> {
                known.add(revocation);
                LOGGER.log(Level.INFO, "revoked {0}, by {1}", quoted(key.get()), quoted(operator.subject()));
                yield Optional.empty();
            }
            case RevocationLog.Outcome.Unavailable(String why) ->
                Optional.of(new ProblemDocument(ErrorCode.LOG_UNAVAILABLE, "nobody was revoked: " + why));
            case RevocationLog.Outcome.Unknown(String why) ->
                Optional.of(new ProblemDocument(
                        ErrorCode.OUTCOME_UNKNOWN, why + " (expected: the same call again, which does no harm)"));
        };
    }

    private static Optional<String> key(ServerRequest request) {
        return request.query()
                .first("subject")
                .asOptional()
                .filter(RevocationRoute::isName)
                .map(Revocation::subjectKey)
                .or(() -> request.query()
                        .first("token")
                        .asOptional()
                        .filter(RevocationRoute::isName)
                        .map(Revocation::tokenKey));
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= Revocation.MAX_NAME;
    }

    /** Returns a name as it may stand in a log, on one line. */
    private static String quoted(String name) {
        return JsonString.quote(name);
    }

    private void count(String result) {
        metrics.counter(METER, "Calls to revoke, by what became of them", "result", result)
                .increment();
    }
}
