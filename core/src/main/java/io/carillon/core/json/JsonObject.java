package io.carillon.core.json;

import io.carillon.core.publication.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds members of an object at the top level of a JSON text, without building anything of the rest. */
public final class JsonObject {

    private JsonObject() {}

    /** What a text turned out to be. */
    public sealed interface Scanned {

        /**
         * An object.
         *
         * @param wanted the values of the wanted members that are there, without white space between their tokens
         */
        record Members(Map<String, Payload> wanted) implements Scanned {

            public Members {
                wanted = Map.copyOf(wanted);
            }

            /** Returns the value of a wanted member, or empty if the object has none of this name. */
            public Optional<Payload> member(String name) {
                return Optional.ofNullable(wanted.get(name));
            }
        }

        /**
         * Well-formed JSON, but not an object with each wanted member at most once.
         *
         * @param problem what is wrong, in words for the client
         */
        record Unsuitable(String problem) implements Scanned {}

        /**
         * Not JSON.
         *
         * @param offset the first byte that breaks the grammar, counted from the text's first byte
         * @param problem what is wrong, at which byte, in words for the client
         */
        record Malformed(int offset, String problem) implements Scanned {}
    }

    /** Scans a whole text; see {@link #scan(byte[], int, int, Set)}. */
    public static Scanned scan(byte[] text, Set<String> names) {
        return scan(text, 0, text.length, names);
    }

    /**
     * Checks a text that is to be one object, and picks members out of it. Names are compared as the characters they
     * stand for, however they are spelt. Other members are checked and ignored.
     *
     * @param text the bytes, which are not written to
     * @param from index of the text's first byte
     * @param end index after its last byte
     * @param names the members to pick; each may occur once at most
     */
    public static Scanned scan(byte[] text, int from, int end, Set<String> names) {
        var scanner = new JsonScanner(text, from, end, Json.DEPTH_LIMIT);
        try {
            scanner.skipSpace();
            if (scanner.peek() != '{') {
                scanner.value();
                scanner.takeEnd();
                return new Scanned.Unsuitable("not an object (expected: an object)");
            }
            var members = new HashMap<String, Payload>();
            Optional<String> twice = readMembers(scanner, text, end, names, members);
            scanner.takeEnd();
            return twice.<Scanned>map(Scanned.Unsuitable::new).orElseGet(() -> new Scanned.Members(members));
        } catch (JsonFault fault) {
            return new Scanned.Malformed(fault.offset(), fault.problem());
        }
    }

    /** Reads to the closing brace; returns what is wrong with the names, if anything. */
    private static Optional<String> readMembers(
            JsonScanner scanner, byte[] text, int end, Set<String> names, Map<String, Payload> members) {
        Optional<String> twice = Optional.empty();
        scanner.open(true);
        scanner.skipSpace();
        if (scanner.peek() == '}') {
            scanner.take('}');
            return twice;
        }
        while (true) {
            int nameAt = scanner.at();
            scanner.name();
            Optional<String> name =
                    JsonString.decode(text, nameAt, scanner.at()).filter(names::contains);
            scanner.skipSpace();
            scanner.take(':');
            if (name.isEmpty()) {
                scanner.value();
            } else if (members.put(name.get(), compacted(scanner, text, end)) != null) {
                twice = Optional.of("member '" + name.get() + "' occurs twice (expected: once)");
            }
            scanner.skipSpace();
            if (scanner.peek() == '}') {
                scanner.take('}');
                return twice;
            }
            if (scanner.peek() != ',') {
                throw scanner.unexpected("',' or '}'");
            }
            scanner.take(',');
            scanner.skipSpace();
        }
    }

    private static Payload compacted(JsonScanner scanner, byte[] text, int end) {
        scanner.skipSpace();
        var compaction = new Compaction(text, scanner.at(), end);
        scanner.compactInto(compaction);
        scanner.value();
        scanner.compactInto(Compaction.NONE);
        return Payload.wrap(compaction.finish(scanner.at()));
    }
}
