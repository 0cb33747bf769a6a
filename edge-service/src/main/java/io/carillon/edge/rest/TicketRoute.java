package io.carillon.edge.rest;

import io.carillon.core.access.Principal;
import io.carillon.core.error.ErrorCode;
import io.carillon.edge.subscription.SubscribeQuery;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.PageOrigin;
import io.carillon.runtime.auth.Tickets;
import io.carillon.runtime.auth.Verdict;
import io.carillon.runtime.http.ProblemDocument;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /tickets?channels=a,b}: gives a ticket with which a page can open a stream, for half a minute, to whoever has a
 * token for these channels. Channels are asked for as the stream will be, so that one query fits both.
 */
public final class TicketRoute implements Handler {

    private final Authenticator authenticator;
    private final int channelLimit;

    /** Makes the route. */
    public TicketRoute(Authenticator authenticator, int channelLimit) {
        this.authenticator = authenticator;
        this.channelLimit = channelLimit;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Verdict verdict = authenticator.identify(request.headers());
        if (!(verdict instanceof Verdict.Known(Principal principal))) {
            Authenticator.refuse(verdict, response);
            return;
        }
        switch (SubscribeQuery.parse(request.query().rawValue(), Optional.empty(), channelLimit)) {
            case SubscribeQuery.Parsed.Invalid(ErrorCode code, String detail) ->
                new ProblemDocument(code, detail).send(response);
            case SubscribeQuery.Parsed.Valid valid -> give(principal, valid.channels(), request, response);
        }
    }

    private void give(Principal principal, List<String> channels, ServerRequest request, ServerResponse response) {
        Optional<String> pattern =
                channels.stream().filter(name -> name.contains("*")).findFirst();
        if (pattern.isPresent()) {
            // In a ticket, as in a token, it would stand for more than the one channel that is named so.
            new ProblemDocument(
                            ErrorCode.INVALID_CHANNEL,
                            "channels: " + pattern.get() + " (expected: no *, since a ticket would be good for more)")
                    .send(response);
            return;
        }
        Optional<String> unheard = principal.rights().firstUnheard(channels);
        if (unheard.isPresent()) {
            authenticator.countNotGranted();
            StreamDoor.forbidden(unheard.get()).send(response);
            return;
        }
        String origin = PageOrigin.of(request.headers()).forTicket();
        Optional<String> ticket = authenticator.issueTicket(principal, channels, origin);
        if (ticket.isEmpty()) {
            new ProblemDocument(
                            ErrorCode.TOO_MANY_CHANNELS,
                            "channels: their names are too long together (expected: a ticket of at most 4096 bytes)")
                    .send(response);
            return;
        }
        response.status(Status.CREATED_201)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send("{\"ticket\":\"" + ticket.get() + "\",\"expiresIn\":" + Tickets.LIFE.toSeconds() + "}");
    }
}
