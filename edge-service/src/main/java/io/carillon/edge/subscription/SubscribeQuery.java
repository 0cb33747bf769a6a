package io.carillon.edge.subscription;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.error.ErrorCode;
import io.carillon.edge.session.Place;
import io.carillon.runtime.http.PercentText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a client asks to hear, and from where, out of its request; the same for SSE and WebSocket. */
public final class SubscribeQuery {

    /** The text that Push answers when there are no channels; its clients may look for it. */
    public static final String CHANNELS_REQUIRED = "'channels' query parameter required";

    private SubscribeQuery() {}

    /** What a request turned out to ask for. */
    public sealed interface Parsed {

        /**
         * A request in order.
         *
         * @param channels valid names, each once, in the order asked for
         * @param resume from where in the past; empty if from now
         * @param acknowledges whether the client wants to acknowledge what it is sent
         */
        record Valid(List<String> channels, Optional<Place> resume, boolean acknowledges) implements Parsed {}

        /** A request that cannot be served, with the reason for the client. */
        record Invalid(ErrorCode code, String detail) implements Parsed {}
    }

    /**
     * Reads a request.
     *
     * <p>Channels are split at commas first and percent-decoded then, so that every name can be asked for; a plus sign is
     * a plus sign. Repeated parameters are joined. Where to resume is taken from the header, else from
     * {@code lastEventId}, else from {@code since}.
     *
     * @param rawQuery the query as it came, without the question mark; empty if there is none
     * @param lastEventId the header {@code Last-Event-ID}; an empty one counts as none
     * @param channelLimit most channels of one connection
     */
    public static Parsed parse(String rawQuery, Optional<String> lastEventId, int channelLimit) {
        Set<String> channels = new LinkedHashSet<>();
        boolean asked = false;
        Optional<String> fromEventId = Optional.empty();
        Optional<String> since = Optional.empty();
        boolean acknowledges = false;
        for (String parameter : rawQuery.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            switch (name) {
                case "channels" -> {
                    asked |= !value.isEmpty();
                    for (String encoded : value.isEmpty() ? new String[0] : value.split(",", -1)) {
                        Optional<String> channel = PercentText.decode(encoded);
                        if (channel.isEmpty()) {
                            return new Parsed.Invalid(
                                    ErrorCode.INVALID_CHANNEL,
                                    "channels: " + encoded + " is not percent-encoded UTF-8");
                        }
                        Optional<String> problem = ChannelName.problem(channel.get());
                        if (problem.isPresent()) {
                            return new Parsed.Invalid(ErrorCode.INVALID_CHANNEL, problem.get());
                        }
                        channels.add(channel.get());
                    }
                }
                case "lastEventId" -> fromEventId = PercentText.decode(value).filter(text -> !text.isEmpty());
                case "since" -> since = PercentText.decode(value).filter(text -> !text.isEmpty());
                case "ack" -> acknowledges = value.equals("true");
                default -> {
                    // Parameters of others, such as cache busters, are none of our business.
                }
            }
        }
        if (!asked) {
            return new Parsed.Invalid(ErrorCode.CHANNELS_REQUIRED, CHANNELS_REQUIRED);
        }
        if (channels.size() > channelLimit) {
            return new Parsed.Invalid(
                    ErrorCode.TOO_MANY_CHANNELS,
                    "channels: " + channels.size() + " (expected: at most " + channelLimit + ")");
        }
        Optional<String> inQuery = fromEventId.isPresent() ? fromEventId : since;
        Optional<String> resume = lastEventId.filter(text -> !text.isEmpty());
        resume = resume.isPresent() ? resume : inQuery;
        Optional<Place> place = resume.flatMap(PlaceText::parse);
        if (resume.isPresent() && place.isEmpty()) {
            return new Parsed.Invalid(
                    ErrorCode.MALFORMED_CURSOR,
                    "The place to resume from is not one (expected: " + PlaceText.EXPECTED + ")");
        }
        return new Parsed.Valid(List.copyOf(channels), place, acknowledges);
    }
}
