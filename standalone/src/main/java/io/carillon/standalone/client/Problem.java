package io.carillon.standalone.client;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonObject;
import io.carillon.core.json.JsonString;
import io.carillon.core.publication.Payload;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What the service says is wrong, in a problem document or an error frame.
 *
 * @param text the reason, in words
 * @param code the stable name of the reason, empty if the answer has none
 */
record Problem(String text, String code) {

    private static final String TEXT = "error";
    private static final String CODE = "code";

    /** Reads a problem; empty if this is something else, such as another server's page. */
    static Optional<Problem> read(byte[] json) {
        return switch (JsonObject.scan(json, Set.of(TEXT, CODE))) {
            case JsonObject.Scanned.Members members ->
                members.member(TEXT)
                        .flatMap(Problem::string)
                        .map(text -> new Problem(
                                text,
                                members.member(CODE).flatMap(Problem::string).orElse("")));
            case JsonObject.Scanned.Unsuitable _, JsonObject.Scanned.Malformed _ -> Optional.empty();
        };
    }

    /** Returns whether the same request may be served later. */
    boolean isTemporary() {
        return Arrays.stream(ErrorCode.values())
                .anyMatch(known -> known.slug().equals(code) && known.retry() == ErrorCode.Retry.LATER);
    }

    /** Returns the text that a JSON string stands for; empty for a value of another kind. */
    static Optional<String> string(Payload json) {
        byte[] bytes = json.bytes();
        return bytes[0] == '"' ? JsonString.decode(bytes, 0, bytes.length) : Optional.empty();
    }

    @Override
    public String toString() {
        return code.isEmpty() ? text : text + " [" + code + "]";
    }
}
