package io.carillon.core.access;

/**
 * Somebody who publishes or listens, as far as we know.
 *
 * @param subject who it is; empty for everybody when nobody is asked
 * @param tokenId which token said so, to be revoked by; empty if it has no name
 * @param rights what it may do
 * @param issuedAtMillis when the token was made, since 1970
 * @param expiresAtMillis from when on this no longer holds, since 1970; {@code Long.MAX_VALUE} for never
 */
public record Principal(String subject, String tokenId, Rights rights, long issuedAtMillis, long expiresAtMillis) {

    /** Everybody, where nobody is asked who they are: may do everything, for ever. */
    public static final Principal ANYBODY = new Principal("", "", Rights.ALL, 0, Long.MAX_VALUE);

    /** Returns the same with other rights. */
    public Principal with(Rights other) {
        return new Principal(subject, tokenId, other, issuedAtMillis, expiresAtMillis);
    }
}
