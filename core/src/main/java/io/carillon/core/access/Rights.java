package io.carillon.core.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * To which channels somebody may publish, and which it may hear.
 *
 * @param publish channels to publish to
 * @param subscribe channels to hear, now and in the past
 * @param operate whether it may command the service, on the management port
 */
public record Rights(List<ChannelPattern> publish, List<ChannelPattern> subscribe, boolean operate) {

    /** Everything. */
    public static final Rights ALL =
            new Rights(List.of(new ChannelPattern("*")), List.of(new ChannelPattern("*")), true);

    /** Nothing. */
    public static final Rights NONE = new Rights(List.of(), List.of(), false);

    /** Most patterns of each kind; more would make every request slow for everybody. */
    public static final int MAX_PATTERNS = 256;

    public Rights {
        publish = checked("publish", publish);
        subscribe = checked("subscribe", subscribe);
    }

    /** Returns whether publishing to a channel is allowed. */
    public boolean mayPublish(String channel) {
        return matches(publish, channel);
    }

    /** Returns whether hearing a channel is allowed. */
    public boolean maySubscribe(String channel) {
        return matches(subscribe, channel);
    }

    /** Returns the first of some channels that may not be heard, if there is one. */
    public Optional<String> firstUnheard(Collection<String> channels) {
        return channels.stream().filter(channel -> !maySubscribe(channel)).findFirst();
    }

    private static boolean matches(List<ChannelPattern> patterns, String channel) {
        for (ChannelPattern pattern : patterns) {
            if (pattern.matches(channel)) {
                return true;
            }
        }
        return false;
    }

    private static List<ChannelPattern> checked(String what, List<ChannelPattern> patterns) {
        if (patterns.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException(
                    what + ": " + patterns.size() + " patterns (expected: at most " + MAX_PATTERNS + ")");
        }
        return List.copyOf(patterns);
    }
}
