package io.carillon.core.access;

import io.carillon.core.json.JsonObject;
import io.carillon.core.publication.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * How a revocation stands in its log: the key is the record's, so that compaction keeps the last word about everybody, and
 * the value is {@code {"before":1790000000000,"until":1790086400000}}.
 */
public final class RevocationText {

    private static final String BEFORE = "before";
    private static final String UNTIL = "until";
    private static final Set<String> MEMBERS = Set.of(BEFORE, UNTIL);

    private RevocationText() {}

    /** Returns a record's key. */
    public static byte[] key(Revocation revocation) {
        return revocation.key().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a record's value. */
    public static byte[] value(Revocation revocation) {
        return ("{\"" + BEFORE + "\":" + revocation.beforeMillis() + ",\"" + UNTIL + "\":" + revocation.untilMillis()
                        + '}')
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the revocation that a record holds, or empty if it holds none. */
    public static Optional<Revocation> read(byte[] key, byte[] value) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            if (!(JsonObject.scan(value, MEMBERS) instanceof JsonObject.Scanned.Members members)
                    || members.wanted().size() < MEMBERS.size()) {
                return Optional.empty();
            }
            return Optional.of(new Revocation(name, number(members, BEFORE), number(members, UNTIL)));
        } catch (CharacterCodingException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static long number(JsonObject.Scanned.Members members, String name) {
        return Long.parseLong(members.member(name).map(Payload::toString).orElse(""));
    }
}
