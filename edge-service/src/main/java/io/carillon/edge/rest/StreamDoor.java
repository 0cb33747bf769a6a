package io.carillon.edge.rest;

import io.carillon.core.access.Principal;
import io.carillon.core.error.ErrorCode;
import io.carillon.edge.session.Guest;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Verdict;
import io.carillon.runtime.http.PercentText;
import io.carillon.runtime.http.ProblemDocument;
import io.carillon.runtime.http.TrustedProxies;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Decides whether a client may hear what it asks for. Any thread may ask. */
public final class StreamDoor {

    private static final String TICKET = "ticket=";

    private final Authenticator authenticator;
    private final TrustedProxies proxies;
    private final InstantSource clock;

    /** Makes a door whose guests an authenticator knows. */
    public StreamDoor(Authenticator authenticator, TrustedProxies proxies, InstantSource clock) {
        this.authenticator = authenticator;
        this.proxies = proxies;
        this.clock = clock;
    }

    /** What became of a wish to listen. */
    public sealed interface Outcome {

        /**
         * It may.
         *
         * @param guest who it is
         * @param cookie the value of {@code Set-Cookie} with which it can come back, if it came with a ticket
         */
        record Admitted(Guest guest, Optional<String> cookie) implements Outcome {}

        /** It may not. */
        record TurnedAway(Verdict verdict, ProblemDocument problem) implements Outcome {

            /** Answers an HTTP request. */
            public void send(ServerResponse response) {
                if (verdict instanceof Verdict.Known) {
                    problem.send(response);
                } else {
                    Authenticator.refuse(verdict, response);
                }
            }
        }

        /** Nobody can say at present. */
        record NotNow() implements Outcome {}
    }

    /**
     * Decides about a request.
     *
     * @param channels what it wants to hear, now or in the past
     */
    public Outcome admit(ServerRequest request, List<String> channels) {
        Optional<String> ticket = ticket(request.query().rawValue());
        Verdict verdict = authenticator.identify(request.headers(), ticket, channels);
        return switch (verdict) {
            case Verdict.Unavailable _ -> new Outcome.NotNow();
            case Verdict.Refused(var _, String detail) ->
                new Outcome.TurnedAway(verdict, new ProblemDocument(ErrorCode.UNAUTHENTICATED, detail));
            case Verdict.Known(Principal principal) ->
                principal
                        .rights()
                        .firstUnheard(channels)
                        .<Outcome>map(channel -> notGranted(verdict, channel))
                        .orElseGet(() -> admitted(principal, ticket.isPresent()));
        };
    }

    /** Returns the address that a request comes from, as far as that can be trusted. */
    public String address(ServerRequest request) {
        return proxies.client(request.remotePeer().address(), request.headers());
    }

    /** Returns what somebody is told who may not hear a channel. */
    public static ProblemDocument forbidden(String channel) {
        return new ProblemDocument(
                ErrorCode.FORBIDDEN, "channel: " + channel + " (expected: one that the token's push.subscribe names)");
    }

    private Outcome notGranted(Verdict verdict, String channel) {
        authenticator.countNotGranted();
        return new Outcome.TurnedAway(verdict, forbidden(channel));
    }

    private Outcome admitted(Principal principal, boolean withTicket) {
        long now = clock.millis();
        boolean ends = principal.expiresAtMillis() != Long.MAX_VALUE;
        long left =
                ends ? TimeUnit.MILLISECONDS.toNanos(Math.max(0, principal.expiresAtMillis() - now)) : Long.MAX_VALUE;
        Optional<String> cookie =
                withTicket && ends ? Optional.of(authenticator.sessionCookie(principal, now)) : Optional.empty();
        return new Outcome.Admitted(new Guest(principal, left), cookie);
    }

    private static Optional<String> ticket(String rawQuery) {
        for (String parameter : rawQuery.split("&", -1)) {
            if (parameter.startsWith(TICKET)) {
                return PercentText.decode(parameter.substring(TICKET.length())).filter(text -> !text.isEmpty());
            }
        }
        return Optional.empty();
    }
}
