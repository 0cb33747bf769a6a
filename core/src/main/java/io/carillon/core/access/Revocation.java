package io.carillon.core.access;

/**
 * That somebody, or one token, is not let in any more.
 *
 * @param key whom it is about: {@link #subjectKey} or {@link #tokenKey}
 * @param beforeMillis tokens of a principal that were made until then, since 1970, are over; one that was made later is
 *     another matter. A token that is named by its id is over whenever it was made
 * @param untilMillis from when on this can be forgotten, since every token that it is about has ended
 */
public record Revocation(String key, long beforeMillis, long untilMillis) {

    /** Longest name of a principal or a token in a revocation. */
    public static final int MAX_NAME = 255;

    public Revocation {
        if (key.length() <= 4 || key.length() > MAX_NAME + 4) {
            throw new IllegalArgumentException(
                    "name: " + (key.length() - 4) + " characters (expected: 1 to " + MAX_NAME + ")");
        }
    }

    /** Returns what this and another one for the same name say together. */
    public Revocation and(Revocation other) {
        return new Revocation(
                key, Math.max(beforeMillis, other.beforeMillis), Math.max(untilMillis, other.untilMillis));
    }

    /** Returns the key of all tokens of a principal. */
    public static String subjectKey(String subject) {
        return "sub:" + subject;
    }

    /** Returns the key of one token. */
    public static String tokenKey(String tokenId) {
        return "jti:" + tokenId;
    }

    /** Returns whether this is about somebody. */
    public boolean covers(Principal principal) {
        return key.equals(tokenKey(principal.tokenId()))
                || (key.equals(subjectKey(principal.subject())) && principal.issuedAtMillis() <= beforeMillis);
    }
}
