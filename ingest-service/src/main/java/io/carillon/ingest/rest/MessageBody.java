package io.carillon.ingest.rest;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.Json;
import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonObject.Scanned;
import io.carillon.core.json.JsonString;
import io.carillon.core.json.Utf8;
import io.carillon.core.publication.Payload;
import io.carillon.runtime.http.ProblemDocument;
import java.util.Optional;
import java.util.Set;

/** Reads messages out of bodies. */
final class MessageBody {

    private static final Set<String> MEMBERS = Set.of("channel", "message");
    private static final Payload NULL = Payload.of("null");

    private MessageBody() {}

    /** What a body turned out to be. */
    sealed interface Parsed {

        /**
         * A message.
         *
         * @param channel the channel's name, valid or not
         * @param value the JSON value, which is not null
         */
        record Message(String channel, Payload value) implements Parsed {}

        /** Something else. */
        record Invalid(ProblemDocument problem) implements Parsed {}
    }

    /** Reads {@code {"channel":…,"message":…}}. */
    static Parsed object(byte[] text) {
        return object(text, 0, text.length);
    }

    /** Reads {@code {"channel":…,"message":…}} from a part of a text, which is not written to. */
    static Parsed object(byte[] text, int from, int end) {
        return switch (JsonObject.scan(text, from, end, MEMBERS)) {
            case Scanned.Members members -> message(members);
            case Scanned.Unsuitable(var problem) -> invalid(ErrorCode.INVALID_MESSAGE, problem);
            case Scanned.Malformed malformed -> invalid(ErrorCode.MALFORMED_JSON, malformed.problem());
        };
    }

    /** Takes a whole body for the JSON value. */
    static Parsed value(String channel, byte[] text) {
        return switch (Json.compact(text)) {
            case Json.Checked.Valid(var value) when value.equals(NULL) -> nullMessage();
            case Json.Checked.Valid(var value) -> new Parsed.Message(channel, value);
            case Json.Checked.Malformed malformed -> invalid(ErrorCode.MALFORMED_JSON, malformed.problem());
        };
    }

    /** Takes a whole body for a text, which becomes a JSON string. */
    static Parsed text(String channel, byte[] text) {
        return Utf8.problem(text)
                .map(problem -> invalid(ErrorCode.INVALID_MESSAGE, problem))
                .orElseGet(() -> new Parsed.Message(channel, Payload.wrap(JsonString.quote(text))));
    }

    private static Parsed message(Scanned.Members members) {
        Optional<Payload> channel = members.member("channel");
        Optional<Payload> message = members.member("message");
        if (channel.isEmpty()) {
            return invalid(ErrorCode.INVALID_MESSAGE, "channel: missing (expected: a string)");
        }
        if (message.isEmpty()) {
            return invalid(ErrorCode.INVALID_MESSAGE, "message: missing (expected: any JSON value but null)");
        }
        if (message.get().equals(NULL)) {
            return nullMessage();
        }
        byte[] name = channel.get().bytes();
        if (name[0] == '"') {
            return JsonString.decode(name, 0, name.length)
                    .<Parsed>map(decoded -> new Parsed.Message(decoded, message.get()))
                    .orElseGet(() -> invalid(
                            ErrorCode.INVALID_CHANNEL, "channel: has half a surrogate pair (expected: valid UTF-8)"));
        }
        boolean number = name[0] == '-' || (name[0] >= '0' && name[0] <= '9');
        return number
                ? new Parsed.Message(channel.get().toString(), message.get())
                : invalid(ErrorCode.INVALID_MESSAGE, "channel: not a string (expected: a string)");
    }

    private static Parsed nullMessage() {
        return invalid(ErrorCode.INVALID_MESSAGE, "message: null (expected: any JSON value but null)");
    }

    private static Parsed invalid(ErrorCode code, String detail) {
        return new Parsed.Invalid(new ProblemDocument(code, detail));
    }
}
