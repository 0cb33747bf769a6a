package io.carillon.core.channel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The rule for channel names: 1 to 255 bytes of well-formed UTF-8, without control characters and without commas.
 *
 * <p>Names are compared byte by byte: there is no trimming, folding or Unicode normalisation, so that two names which
 * merely look alike are never one channel. Commas are out because subscriptions are written as comma-separated lists.
 */
public final class ChannelName {

    /** Longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    private ChannelName() {}

    /**
     * Tells what is wrong with a name.
     *
     * @param name the name as the client meant it, that is, after percent-decoding
     * @return the reason in words for the client, or empty if the name is valid
     */
    public static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("channel: empty (expected: 1 to 255 bytes of UTF-8)");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ',') {
                return Optional.of("channel: has a comma at index " + i + " (expected: none)");
            }
            if (Character.isISOControl(c)) {
                return Optional.of("channel: has a control character at index " + i + " (expected: none)");
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < name.length()
                        && Character.isLowSurrogate(name.charAt(i + 1));
                if (!paired) {
                    return Optional.of("channel: has half a surrogate pair at index " + i + " (expected: valid UTF-8)");
                }
                i++;
            }
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return Optional.of("channel: " + bytes + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return Optional.empty();
    }

    /** Returns whether the name keeps the rule. */
    public static boolean isValid(String name) {
        return problem(name).isEmpty();
    }
}
