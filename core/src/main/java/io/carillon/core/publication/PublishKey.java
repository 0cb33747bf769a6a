package io.carillon.core.publication;

/**
 * The idempotency key under which something was published, as the log keeps it with the record.
 *
 * <p>The rule of the log: a keyed record is <em>void</em>, and nobody hears it, if the latest earlier record of the same
 * channel, principal and key lies behind {@code after}, and was appended within the window before it. Whether that one is
 * void itself does not matter. So whoever reads the log comes to the same verdict, and has to look back no further than to
 * {@code after}.
 *
 * @param principal who published; empty where nobody has to say
 * @param key the key as the publisher gave it
 * @param body digest of what was published
 * @param after when the owner of the channel was asked, shortly before the record was appended, no record up to this offset
 *     was of the same channel, principal and key within the window
 */
public record PublishKey(String principal, String key, Digest body, long after) {

    /** Most characters of a key. */
    public static final int MAX_LENGTH = 255;

    /** What a key counts for where memory is bounded, beside its own characters. */
    static final int OVERHEAD_BYTES = 64;

    /** Returns the digest that names channel, principal and key together. */
    public Digest identity(String channel) {
        return identity(channel, principal, key);
    }

    /** Returns the digest that names channel, principal and key together. */
    public static Digest identity(String channel, String principal, String key) {
        return Digest.of(channel, principal, key);
    }

    int weight() {
        return OVERHEAD_BYTES + principal.length() + key.length();
    }
}
