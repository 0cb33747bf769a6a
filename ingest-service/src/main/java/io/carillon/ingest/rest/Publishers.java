package io.carillon.ingest.rest;

import io.carillon.core.access.Principal;
import io.carillon.core.channel.ChannelName;
import io.carillon.core.error.ErrorCode;
import io.carillon.ingest.admission.PublishRates;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Verdict;
import io.carillon.runtime.http.ProblemDocument;
import io.carillon.runtime.http.TrustedProxies;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Who publishes, where to, and how fast: what is asked of a request before its messages go to the log. */
public final class Publishers {

    private final Authenticator authenticator;
    private final PublishRates rates;
    private final TrustedProxies proxies;

    /** Puts the rules together. */
    public Publishers(Authenticator authenticator, PublishRates rates, TrustedProxies proxies) {
        this.authenticator = authenticator;
        this.rates = rates;
        this.proxies = proxies;
    }

    /** Returns who a request is from, or why that is not known. */
    Verdict identify(ServerRequest request) {
        return authenticator.identify(request.headers());
    }

    /** Tells what is wrong with publishing so many messages now, if anything is. */
    Optional<ProblemDocument> tooFast(Principal principal, ServerRequest request, int messages) {
        String address = proxies.client(request.remotePeer().address(), request.headers());
        return switch (rates.tryPublish(principal.subject(), address, messages)) {
            case WITHIN -> Optional.empty();
            case PRINCIPAL_TOO_FAST ->
                Optional.of(new ProblemDocument(
                        ErrorCode.TOO_MANY_REQUESTS,
                        "messages: too many of " + principal.subject() + " (expected: push.publish.rate.principal)"));
            case ADDRESS_TOO_FAST ->
                Optional.of(new ProblemDocument(
                        ErrorCode.TOO_MANY_REQUESTS,
                        "messages: too many from " + address + " (expected: push.publish.rate.address)"));
        };
    }

    /** Returns what was parsed, unless the principal may not publish there. */
    MessageBody.Parsed permitted(MessageBody.Parsed parsed, Principal principal) {
        if (parsed instanceof MessageBody.Parsed.Message message && isForbidden(message.channel(), principal)) {
            authenticator.countNotGranted();
            return new MessageBody.Parsed.Invalid(new ProblemDocument(
                    ErrorCode.FORBIDDEN,
                    "channel: " + message.channel() + " (expected: one that the token's push.publish names)"));
        }
        return parsed;
    }

    /** A name that is none is refused for that, by whoever knows the rule. */
    private static boolean isForbidden(String channel, Principal principal) {
        return !principal.rights().mayPublish(channel)
                && ChannelName.problem(channel).isEmpty();
    }
}
