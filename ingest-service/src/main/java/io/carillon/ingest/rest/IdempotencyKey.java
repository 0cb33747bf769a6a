package io.carillon.ingest.rest;

import io.carillon.core.publication.PublishKey;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;

/**
 * Reads the field {@code Idempotency-Key}: a string of RFC 9651 in quotes, or the same bare. Either way it is 1 to 255 visible
 * ASCII characters, and spaces where it is quoted.
 */
final class IdempotencyKey {

    static final HeaderName NAME = HeaderNames.create("Idempotency-Key");

    private IdempotencyKey() {}

    /** What the field turned out to be. */
    sealed interface Parsed {

        /** A key. */
        record Key(String text) implements Parsed {}

        /** There is none. */
        record Absent() implements Parsed {}

        /** Something else; the words are for the client. */
        record Invalid(String problem) implements Parsed {}
    }

    static Parsed of(Headers headers) {
        List<String> values = headers.values(NAME);
        return switch (values.size()) {
            case 0 -> new Parsed.Absent();
            case 1 -> parse(values.getFirst().strip());
            default -> new Parsed.Invalid("Idempotency-Key: " + values.size() + " of them (expected: one)");
        };
    }

    static Parsed parse(String value) {
        var key = new StringBuilder(value.length());
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        int end = quoted ? value.length() - 1 : value.length();
        for (int i = quoted ? 1 : 0; i < end; i++) {
            char next = value.charAt(i);
            if (quoted && next == '\\' && i + 1 < end && (value.charAt(i + 1) == '"' || value.charAt(i + 1) == '\\')) {
                key.append(value.charAt(++i));
            } else if (next < (quoted ? ' ' : '!') || next > '~' || next == '"' || (quoted && next == '\\')) {
                return new Parsed.Invalid(
                        "Idempotency-Key: not well-formed (expected: visible ASCII characters, in quotes or bare)");
            } else {
                key.append(next);
            }
        }
        return key.isEmpty() || key.length() > PublishKey.MAX_LENGTH
                ? new Parsed.Invalid("Idempotency-Key: " + key.length() + " characters (expected: 1 to "
                        + PublishKey.MAX_LENGTH + ")")
                : new Parsed.Key(key.toString());
    }
}
