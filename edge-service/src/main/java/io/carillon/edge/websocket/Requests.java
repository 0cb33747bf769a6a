package io.carillon.edge.websocket;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonString;
import io.carillon.core.json.JsonStrings;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Payload;
import io.carillon.edge.session.Place;
import io.carillon.edge.subscription.PlaceText;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the data of what a client asks for: {@code subscribe}, {@code unsubscribe} and {@code ack}. */
final class Requests {

    private static final Set<String> MEMBERS = Set.of("channels", "since", "id");

    private Requests() {}

    /** What a client asks for. */
    sealed interface Request {

        /** To hear more channels, from a place in the past or from now. */
        record Subscribe(List<String> channels, Optional<Place> since) implements Request {}

        /** To hear no more of channels. */
        record Unsubscribe(List<String> channels) implements Request {}

        /** It has everything up to an event. */
        record Ack(Cursor id) implements Request {}

        /** Something that cannot be understood, with the reason for the client. */
        record Invalid(ErrorCode code, String problem) implements Request {}
    }

    /**
     * Reads a request to subscribe.
     *
     * @param data the value of {@code data}, if there is one
     */
    static Request subscribe(Optional<Payload> data) {
        return withMembers(
                "subscribe",
                data,
                members -> channels("subscribe", members, channels -> {
                    Optional<Payload> since = members.member("since");
                    if (since.isEmpty()) {
                        return new Request.Subscribe(channels, Optional.empty());
                    }
                    Optional<Place> place = text(since.get()).flatMap(PlaceText::parse);
                    return place.isPresent()
                            ? new Request.Subscribe(channels, place)
                            : new Request.Invalid(
                                    ErrorCode.MALFORMED_CURSOR,
                                    "subscribe: since (expected: " + PlaceText.EXPECTED + ")");
                }));
    }

    /** Reads a request to unsubscribe. */
    static Request unsubscribe(Optional<Payload> data) {
        return withMembers("unsubscribe", data, members -> channels("unsubscribe", members, Request.Unsubscribe::new));
    }

    /** Reads an acknowledgement. */
    static Request ack(Optional<Payload> data) {
        return withMembers(
                "ack",
                data,
                members -> members.member("id")
                        .flatMap(Requests::text)
                        .flatMap(Cursor::parse)
                        .<Request>map(Request.Ack::new)
                        .orElseGet(() ->
                                new Request.Invalid(ErrorCode.INVALID_ACK, "ack: id (expected: the id of an event)")));
    }

    private interface MembersReader {
        Request read(JsonObject.Scanned.Members members);
    }

    private interface ChannelsReader {
        Request read(List<String> channels);
    }

    private static Request withMembers(String event, Optional<Payload> data, MembersReader reader) {
        if (data.isPresent()
                && JsonObject.scan(data.get().bytes(), MEMBERS) instanceof JsonObject.Scanned.Members members) {
            return reader.read(members);
        }
        return new Request.Invalid(ErrorCode.INVALID_MESSAGE, event + ": data (expected: an object, each member once)");
    }

    private static Request channels(String event, JsonObject.Scanned.Members members, ChannelsReader reader) {
        List<String> channels = members.member("channels")
                .flatMap(json -> JsonStrings.decode(json.bytes()))
                .orElse(List.of());
        if (channels.isEmpty()) {
            return new Request.Invalid(
                    ErrorCode.INVALID_MESSAGE, event + ": channels (expected: an array of at least one string)");
        }
        for (String channel : channels) {
            Optional<String> problem = ChannelName.problem(channel);
            if (problem.isPresent()) {
                return new Request.Invalid(ErrorCode.INVALID_CHANNEL, problem.get());
            }
        }
        return reader.read(channels.stream().distinct().toList());
    }

    private static Optional<String> text(Payload json) {
        byte[] bytes = json.bytes();
        return bytes.length > 0 && bytes[0] == '"' ? JsonString.decode(bytes, 0, bytes.length) : Optional.empty();
    }
}
