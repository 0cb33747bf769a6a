package io.carillon.edge.history;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.error.ErrorCode;
import io.carillon.edge.session.Place;
import io.carillon.edge.subscription.PlaceText;
import io.carillon.runtime.http.PercentText;
import java.util.Optional;

/**
 * Which page of a channel's past a client asks for.
 *
 * @param channel a valid name
 * @param place where the page begins
 * @param limit most messages in it, from 1
 */
public record HistoryQuery(String channel, Place place, int limit) {

    /** What a request turned out to ask for. */
    public sealed interface Parsed {

        /** A request in order. */
        record Valid(HistoryQuery query) implements Parsed {}

        /** A request that cannot be served, with the reason for the client. */
        record Invalid(ErrorCode code, String detail) implements Parsed {}
    }

    /**
     * Reads a request.
     *
     * @param channel the name in the path, valid or not
     * @param rawQuery the query as it came, without the question mark; empty if there is none. Without {@code since} the
     *     page begins with the oldest that the log still has
     */
    public static Parsed parse(String channel, String rawQuery, HistorySettings settings) {
        Optional<String> problem = ChannelName.problem(channel);
        if (problem.isPresent()) {
            return new Parsed.Invalid(ErrorCode.INVALID_CHANNEL, problem.get());
        }
        Place place = new Place.Earliest();
        int limit = settings.pageCount();
        for (String parameter : rawQuery.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            switch (name) {
                case "since" -> {
                    Optional<Place> since = PercentText.decode(value).flatMap(PlaceText::parse);
                    if (since.isEmpty()) {
                        return new Parsed.Invalid(
                                ErrorCode.MALFORMED_CURSOR,
                                "since: not a place in the log (expected: " + PlaceText.EXPECTED + ")");
                    }
                    place = since.get();
                }
                case "limit" -> {
                    limit = number(value);
                    if (limit < 1 || limit > settings.limitCount()) {
                        return new Parsed.Invalid(
                                ErrorCode.INVALID_LIMIT,
                                "limit: not a number that can be asked for (expected: 1 to " + settings.limitCount()
                                        + ")");
                    }
                }
                default -> {
                    // Parameters of others, such as cache busters, are none of our business.
                }
            }
        }
        return new Parsed.Valid(new HistoryQuery(channel, place, limit));
    }

    /** Returns a number of digits alone, or 0 if the text is none. */
    private static int number(String digits) {
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }
}
