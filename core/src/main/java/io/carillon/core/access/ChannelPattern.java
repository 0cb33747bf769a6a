package io.carillon.core.access;

/**
 * The names of channels that somebody has a right to: a name as it is, or one with {@code *} in it, each of which stands for
 * any number of characters, none included.
 *
 * @param text the pattern, 1 to 255 characters
 */
public record ChannelPattern(String text) {

    /** Most characters of a pattern. */
    public static final int MAX_LENGTH = 255;

    private static final char ANY = '*';

    public ChannelPattern {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "pattern: " + text.length() + " characters (expected: 1 to " + MAX_LENGTH + ")");
        }
    }

    /**
     * Returns whether a name is one of those.
     *
     * <p>A star takes as little as it can; only the last one that was met is ever given more. That finds a match if there is
     * one, in time that the product of both lengths bounds, whatever the pattern.
     */
    public boolean matches(String channel) {
        int name = 0;
        int pattern = 0;
        int star = -1;
        int resume = 0;
        while (name < channel.length()) {
            if (pattern < text.length() && text.charAt(pattern) == ANY) {
                star = pattern++;
                resume = name;
            } else if (pattern < text.length() && text.charAt(pattern) == channel.charAt(name)) {
                pattern++;
                name++;
            } else if (star >= 0) {
                pattern = star + 1;
                name = ++resume;
            } else {
                return false;
            }
        }
        while (pattern < text.length() && text.charAt(pattern) == ANY) {
            pattern++;
        }
        return pattern == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
