package io.carillon.core.publication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The first 128 bits of a SHA-256: names a text or a body without keeping it. Nobody finds two that have the same.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
public record Digest(long high, long low) {

    /** Length of the bytes of a digest. */
    public static final int BYTES = 16;

    /** Returns the digest of a body. */
    public static Digest of(Payload body) {
        return finish(sha256(), body.bytes());
    }

    /** Returns the digest of several texts, which is another one where they are cut differently. */
    public static Digest of(String... texts) {
        MessageDigest sha = sha256();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha.update(bytes);
        }
        return finish(sha, new byte[0]);
    }

    /** Returns the digest with these bytes; empty if there are not as many as it has. */
    public static Optional<Digest> fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return Optional.of(new Digest(buffer.getLong(), buffer.getLong()));
    }

    /** Returns the bytes of this digest. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    private static Digest finish(MessageDigest sha, byte[] last) {
        ByteBuffer result = ByteBuffer.wrap(sha.digest(last));
        return new Digest(result.getLong(), result.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
