package io.carillon.core.json;

import io.carillon.core.publication.Payload;
import java.util.Optional;

/** Checks JSON values and frees them of white space, in one pass. */
public final class Json {

    /** How many arrays and objects may be open at once. Far above sensible use, far below what hurts a client. */
    public static final int DEPTH_LIMIT = 256;

    private Json() {}

    /** What a value turned out to be. */
    public sealed interface Checked {

        /**
         * A value that keeps RFC 8259.
         *
         * @param payload the value without white space between its tokens; every other byte is as it was
         */
        record Valid(Payload payload) implements Checked {}

        /**
         * Something else.
         *
         * @param offset the first byte that breaks the grammar, from 0
         * @param problem what is wrong, at which byte, in words for the client
         */
        record Malformed(int offset, String problem) implements Checked {}
    }

    /**
     * Checks a text that is to be one value, with white space around it or without, and compacts it.
     *
     * @param text the bytes; if they are compact already, the payload wraps them, so the caller gives them up
     */
    public static Checked compact(byte[] text) {
        return compact(text, DEPTH_LIMIT);
    }

    /**
     * Checks and compacts with another depth limit.
     *
     * @param text the bytes; if they are compact already, the payload wraps them, so the caller gives them up
     * @param depthLimit how many arrays and objects may be open at once, at least 0
     */
    public static Checked compact(byte[] text, int depthLimit) {
        var scanner = new JsonScanner(text, 0, text.length, depthLimit);
        try {
            scanner.skipSpace();
            var compaction = new Compaction(text, scanner.at(), text.length);
            scanner.compactInto(compaction);
            scanner.value();
            byte[] compact = compaction.finish(scanner.at());
            scanner.compactInto(Compaction.NONE);
            scanner.takeEnd();
            return new Checked.Valid(Payload.wrap(compact));
        } catch (JsonFault fault) {
            return new Checked.Malformed(fault.offset(), fault.problem());
        }
    }

    /**
     * Tells what keeps a text from being one JSON value.
     *
     * @return the first problem in words for the client, or empty if there is none
     */
    public static Optional<String> problem(byte[] text) {
        return switch (compact(text)) {
            case Checked.Valid _ -> Optional.empty();
            case Checked.Malformed malformed -> Optional.of(malformed.problem());
        };
    }
}
