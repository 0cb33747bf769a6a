package io.carillon.core.log;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.PublishKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The record headers in which a {@link PublishKey} travels through the log. A record is keyed only if all of them are there
 * and well-formed; any other is a publication like all others, whoever wrote it.
 */
public final class KeyHeaders {

    /** The key, in UTF-8. */
    public static final String KEY = "push-key";

    /** Who published, in UTF-8; empty where nobody has to say. */
    public static final String PRINCIPAL = "push-principal";

    /** Digest of the body, 16 bytes. */
    public static final String BODY = "push-body";

    /** Up to which offset there was no other one, 8 bytes, big-endian. */
    public static final String AFTER = "push-key-after";

    private KeyHeaders() {}

    /** Returns the headers of a key, by name. */
    public static Map<String, byte[]> of(PublishKey key) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(KEY, key.key().getBytes(StandardCharsets.UTF_8));
        headers.put(PRINCIPAL, key.principal().getBytes(StandardCharsets.UTF_8));
        headers.put(BODY, key.body().toBytes());
        headers.put(AFTER, ByteBuffer.allocate(Long.BYTES).putLong(key.after()).array());
        return headers;
    }

    /**
     * Returns the key of a record.
     *
     * @param offset the record's own; a key cannot have been looked for behind it
     * @param header the value of a header, or null
     */
    public static Optional<PublishKey> read(long offset, Function<String, byte @Nullable []> header) {
        byte[] key = header.apply(KEY);
        byte[] principal = header.apply(PRINCIPAL);
        byte[] body = header.apply(BODY);
        byte[] after = header.apply(AFTER);
        if (key == null || principal == null || body == null || after == null || after.length != Long.BYTES) {
            return Optional.empty();
        }
        long searchedTo = ByteBuffer.wrap(after).getLong();
        if (key.length == 0 || searchedTo < -1 || searchedTo >= offset) {
            return Optional.empty();
        }
        return Digest.fromBytes(body)
                .map(digest -> new PublishKey(
                        new String(principal, StandardCharsets.UTF_8),
                        new String(key, StandardCharsets.UTF_8),
                        digest,
                        searchedTo));
    }
}
