package io.carillon.runtime.auth;

import io.carillon.core.access.Principal;
import io.carillon.core.error.ErrorCode;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.ProblemDocument;
import io.carillon.runtime.observe.Metrics;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Says who a request is from: by a token in {@code Authorization} or in a cookie, or by a session that a ticket has begun.
 * Any thread may ask.
 */
public final class Authenticator {

    private static final System.Logger LOGGER = System.getLogger(Authenticator.class.getName());

    private static final String BEARER = "bearer ";

    private final AuthConfig config;
    private final OriginRule origins;
    private final TokenVerifier tokens;
    private final Tickets tickets;
    private final Revocations revocations;
    private final AccessMetrics metrics;

    /**
     * Makes one.
     *
     * @param origins from which pages cookies are taken
     * @param revocations who is not let in any more, whatever its token says
     * @param metrics counts who is not let in
     */
    public Authenticator(
            AuthConfig config,
            OriginRule origins,
            Revocations revocations,
            InstantSource clock,
            AccessMetrics metrics) {
        this.config = config;
        this.origins = origins;
        this.revocations = revocations;
        this.metrics = metrics;
        tokens = new TokenVerifier(config, clock);
        tickets = new Tickets(config.ticketSecret().orElseGet(Authenticator::random), clock);
        if (config.open()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "nobody is asked who they are, since push.auth.insecure is set: whoever reaches the public port"
                            + " can publish and hear everything");
        }
    }

    /** Returns one that lets everybody in; for tests, and for one machine. */
    public static Authenticator open() {
        Map<String, String> loopback = Map.of("PUSH_AUTH_MODE", "none", "PUSH_HTTP_ADDRESS", "127.0.0.1");
        return new Authenticator(
                AuthConfig.from(Settings.load(ConfigSources.of(loopback, new Properties()))),
                OriginRule.sameHost(),
                Revocations.none(),
                InstantSource.system(),
                new AccessMetrics(new Metrics()));
    }

    /** Returns who a request is from. */
    public Verdict identify(Headers headers) {
        return counted(judge(headers));
    }

    /**
     * Returns who a request is from that brings its token in {@code Authorization}. A cookie does not count: a browser sends it
     * along whatever page asks.
     */
    public Verdict identifyByHeader(Headers headers) {
        boolean withoutHeader = config.mode() != AuthConfig.Mode.NONE
                && headers.values(HeaderNames.AUTHORIZATION).isEmpty();
        return withoutHeader
                ? counted(new Verdict.Refused(AccessRefusal.MISSING, "no token (expected: Authorization: Bearer)"))
                : identify(headers);
    }

    private Verdict judge(Headers headers) {
        if (config.mode() == AuthConfig.Mode.NONE) {
            return new Verdict.Known(Principal.ANYBODY);
        }
        List<String> authorization = headers.values(HeaderNames.AUTHORIZATION);
        if (!authorization.isEmpty()) {
            String value = authorization.getFirst();
            return authorization.size() == 1 && value.toLowerCase(Locale.ROOT).startsWith(BEARER)
                    ? unlessRevoked(
                            tokens.verify(value.substring(BEARER.length()).strip()))
                    : new Verdict.Refused(
                            AccessRefusal.SCHEME, "Authorization: another scheme (expected: Bearer, once)");
        }
        Optional<String> token = cookie(headers, config.cookie());
        Optional<String> session = cookie(headers, Tickets.COOKIE);
        if (token.isEmpty() && session.isEmpty()) {
            return new Verdict.Refused(
                    AccessRefusal.MISSING,
                    "no token (expected: Authorization: Bearer, a cookie " + config.cookie()
                            + ", or a ticket of POST /tickets)");
        }
        if (!PageOrigin.of(headers).isTrusted(origins)) {
            return new Verdict.Refused(
                    AccessRefusal.FOREIGN_PAGE,
                    "cookie: sent from a foreign page (expected: an origin of push.http.origins)");
        }
        return unlessRevoked(token.map(tokens::verify).orElseGet(() -> tickets.resume(session.orElse(""))));
    }

    /**
     * Returns who a request is from that may bring a ticket along.
     *
     * @param ticket what the URL holds; counts where there is no token, and where a session does not reach as far, since a page
     *     may have several
     * @param channels what the request is for
     */
    public Verdict identify(Headers headers, Optional<String> ticket, List<String> channels) {
        Verdict verdict = judge(headers);
        boolean enough = verdict instanceof Verdict.Known(var principal)
                && principal.rights().firstUnheard(channels).isEmpty();
        if (enough
                || ticket.isEmpty()
                || !headers.values(HeaderNames.AUTHORIZATION).isEmpty()) {
            return counted(verdict);
        }
        Verdict redeemed = unlessRevoked(tickets.redeem(ticket.get(), PageOrigin.of(headers)));
        if (redeemed instanceof Verdict.Known) {
            metrics.ticketRedeemed();
        }
        return counted(redeemed);
    }

    /**
     * Returns a ticket.
     *
     * @param channels what it is good for; the principal may hear them
     * @param origin the page that may redeem it, or empty for pages of this very host
     * @return nothing if the channels' names are too long together
     */
    public Optional<String> issueTicket(Principal principal, List<String> channels, String origin) {
        Optional<String> ticket = tickets.issue(principal, channels, origin);
        if (ticket.isPresent()) {
            metrics.ticketIssued();
        }
        return ticket;
    }

    /** Takes note that somebody may not do what it asked for. */
    public void countNotGranted() {
        metrics.refused(AccessRefusal.NOT_GRANTED);
    }

    private Verdict counted(Verdict verdict) {
        switch (verdict) {
            case Verdict.Known _ -> {}
            case Verdict.Refused(AccessRefusal reason, var _) -> metrics.refused(reason);
            case Verdict.Unavailable _ -> metrics.refused(AccessRefusal.UNAVAILABLE);
        }
        return verdict;
    }

    /** Returns the value of {@code Set-Cookie} that lets somebody come back without a ticket. */
    public String sessionCookie(Principal principal, long nowMillis) {
        long seconds = Math.max(0, (principal.expiresAtMillis() - nowMillis) / 1000);
        return Tickets.COOKIE + '=' + tickets.session(principal) + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                + seconds + (config.secureCookies() ? "; Secure" : "");
    }

    /** Answers a request that did not get in. */
    public static void refuse(Verdict verdict, ServerResponse response) {
        problem(verdict).ifPresent(problem -> {
            if (problem.code() == ErrorCode.UNAUTHENTICATED) {
                response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"carillon\", error=\"invalid_token\"");
            }
            problem.send(response);
        });
    }

    /** Returns the answer to a request that did not get in; none if it did. */
    public static Optional<ProblemDocument> problem(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Known _ -> Optional.empty();
            case Verdict.Refused(var _, String detail) ->
                Optional.of(new ProblemDocument(ErrorCode.UNAUTHENTICATED, detail));
            case Verdict.Unavailable(String why) -> Optional.of(new ProblemDocument(ErrorCode.KEYS_UNAVAILABLE, why));
        };
    }

    private Verdict unlessRevoked(Verdict verdict) {
        if (!(verdict instanceof Verdict.Known(var principal))) {
            return verdict;
        }
        if (revocations.covers(principal)) {
            return new Verdict.Refused(AccessRefusal.REVOKED, "token: revoked (expected: a new one)");
        }
        // A process that has just started may be the one to which somebody turns who was cut off everywhere else.
        return revocations.areKnown()
                ? verdict
                : new Verdict.Unavailable(
                        "token: nobody has told yet which ones are revoked (expected: a fanout node)");
    }

    private static Optional<String> cookie(Headers headers, String name) {
        for (String line : headers.values(HeaderNames.COOKIE)) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip()).filter(value -> !value.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    private static String random() {
        byte[] secret = new byte[AuthConfig.MIN_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }
}
