package io.carillon.core.log;

import io.carillon.core.json.Json;
import io.carillon.core.publication.Payload;
import java.util.Optional;

/**
 * Decides whether the value of a record is a publication's value. Anyone may produce into the log, so every reader
 * checks. Safe for use by many threads.
 */
@FunctionalInterface
public interface ValueCheck {

    /**
     * Checks a record's value.
     *
     * @param value the bytes as the log has them, which the caller gives up
     * @return the JSON value without white space between its tokens, or empty if the bytes are not one JSON value
     */
    Optional<Payload> check(byte[] value);

    /** Returns the check that lets through what keeps the grammar of JSON. */
    static ValueCheck json() {
        return value -> switch (Json.compact(value)) {
            case Json.Checked.Valid(Payload payload) -> Optional.of(payload);
            case Json.Checked.Malformed _ -> Optional.empty();
        };
    }
}
