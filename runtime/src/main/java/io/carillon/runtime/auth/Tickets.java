package io.carillon.runtime.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.carillon.core.access.ChannelPattern;
import io.carillon.core.access.Principal;
import io.carillon.core.access.Rights;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * For those who cannot send a header, which are EventSource and WebSocket in browsers: a ticket in the URL, good for half a
 * minute, for some channels and for one page; and a session in a cookie, which redeeming the ticket sets and which lasts as
 * long as the token that the ticket was given for. So no URL ever holds what opens a door for long.
 *
 * <p>Nothing is stored: edges that share a secret know each other's tickets.
 */
public final class Tickets {

    /** For how long a ticket can be redeemed. */
    public static final Duration LIFE = Duration.ofSeconds(30);

    /** The cookie that holds a session. */
    public static final String COOKIE = "push_session";

    /** Longest ticket; it has to fit into a request line. */
    private static final int MAX_LENGTH = 4 * 1024;

    private static final String TICKET = "push-ticket";
    private static final String SESSION = "push-session";
    private static final String CHANNELS = "ch";
    private static final String ORIGIN = "origin";
    private static final String END = "end";

    private final Signed signed;
    private final InstantSource clock;

    /** Makes them with a secret of at least 32 bytes. */
    public Tickets(String secret, InstantSource clock) {
        this.signed = new Signed(secret);
        this.clock = clock;
    }

    /**
     * Returns a ticket.
     *
     * @param channels what it is good for; the principal may hear them
     * @param origin the page that may redeem it, or empty for pages of this very host
     * @return nothing if the channels' names are too long together
     */
    public Optional<String> issue(Principal principal, List<String> channels, String origin) {
        long now = clock.millis();
        String ticket = signed.sign(
                TICKET,
                claims(principal, channels)
                        .claim(ORIGIN, origin)
                        .expirationTime(date(Math.min(principal.expiresAtMillis(), now + LIFE.toMillis())))
                        .build());
        return ticket.length() > MAX_LENGTH ? Optional.empty() : Optional.of(ticket);
    }

    /** Returns whom a ticket is of, if the page may redeem it. */
    public Verdict redeem(String ticket, PageOrigin page) {
        Optional<JWTClaimsSet> claims = ticket.length() > MAX_LENGTH ? Optional.empty() : signed.read(TICKET, ticket);
        if (claims.isEmpty()) {
            return new Verdict.Refused(
                    AccessRefusal.TICKET, "ticket: not one of ours (expected: what POST /tickets answered)");
        }
        if (isOver(claims.get().getExpirationTime())) {
            return new Verdict.Refused(
                    AccessRefusal.TICKET_EXPIRED,
                    "ticket: over (expected: redeemed within " + LIFE.toSeconds() + " s)");
        }
        try {
            String origin = claims.get().getStringClaim(ORIGIN);
            return page.is(origin == null ? "" : origin)
                    ? new Verdict.Known(principal(claims.get()))
                    : new Verdict.Refused(
                            AccessRefusal.TICKET_PAGE,
                            "ticket: given for another page (expected: the page that asked for it)");
        } catch (ParseException | IllegalArgumentException _) {
            return new Verdict.Refused(
                    AccessRefusal.TICKET, "ticket: not one of ours (expected: what POST /tickets answered)");
        }
    }

    /** Returns the session of somebody who has redeemed a ticket: its rights, until its token ends. */
    public String session(Principal principal) {
        List<String> channels = principal.rights().subscribe().stream()
                .map(ChannelPattern::text)
                .toList();
        return signed.sign(
                SESSION,
                claims(principal, channels)
                        .expirationTime(date(principal.expiresAtMillis()))
                        .build());
    }

    /** Returns whose session it is. */
    public Verdict resume(String session) {
        Optional<JWTClaimsSet> claims = signed.read(SESSION, session);
        if (claims.isEmpty() || isOver(claims.get().getExpirationTime())) {
            return new Verdict.Refused(AccessRefusal.SESSION, "session: over (expected: a new ticket)");
        }
        try {
            return new Verdict.Known(principal(claims.get()));
        } catch (ParseException | IllegalArgumentException _) {
            return new Verdict.Refused(AccessRefusal.SESSION, "session: not one of ours (expected: a new ticket)");
        }
    }

    private boolean isOver(Date end) {
        return end == null || clock.millis() >= end.toInstant().toEpochMilli();
    }

    private static JWTClaimsSet.Builder claims(Principal principal, List<String> channels) {
        return new JWTClaimsSet.Builder()
                .subject(principal.subject())
                .jwtID(principal.tokenId())
                .issueTime(date(principal.issuedAtMillis()))
                .claim(END, principal.expiresAtMillis())
                .claim(CHANNELS, channels);
    }

    private static Principal principal(JWTClaimsSet claims) throws ParseException {
        List<ChannelPattern> channels =
                Optional.ofNullable(claims.getStringListClaim(CHANNELS)).orElse(List.of()).stream()
                        .map(ChannelPattern::new)
                        .toList();
        return new Principal(
                Optional.ofNullable(claims.getSubject()).orElse(""),
                Optional.ofNullable(claims.getJWTID()).orElse(""),
                new Rights(List.of(), channels, false),
                claims.getIssueTime() == null
                        ? 0
                        : claims.getIssueTime().toInstant().toEpochMilli(),
                claims.getLongClaim(END));
    }

    private static Date date(long millis) {
        return Date.from(Instant.ofEpochMilli(millis));
    }
}
