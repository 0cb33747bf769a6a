package io.carillon.runtime.http;

import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.PathMatchers.MatchResult;
import io.helidon.http.PathMatchers.PrefixMatchResult;
import java.util.Optional;

/**
 * A path with a channel's name in it, such as {@code /channels/{channel}/messages}, as it was sent. A slash in a channel's
 * name comes as {@code %2F}, which Helidon's own patterns, being matched after decoding, take for one that separates; and
 * they match no name with a line break, which deserves to hear what is wrong with it.
 */
public final class ChannelPath implements PathMatcher {

    /** What a client is told whose channel {@linkplain #channel cannot be read}. */
    public static final String NOT_ENCODED = "channel: not well encoded (expected: UTF-8, percent-encoded)";

    private final String prefix;
    private final String suffix;

    /**
     * Makes a path.
     *
     * @param prefix what stands before the name, to the slash
     * @param suffix what stands behind it, from the slash on; may be empty
     */
    public ChannelPath(String prefix, String suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    @Override
    public MatchResult match(UriPath path) {
        return segment(path.rawPath()).isPresent() ? PathMatchers.any().match(path) : MatchResult.notAccepted();
    }

    @Override
    public PrefixMatchResult prefixMatch(UriPath path) {
        return PrefixMatchResult.notAccepted();
    }

    /**
     * Returns the channel's name, valid or not.
     *
     * @param rawPath a path that matches, with its percent signs
     * @return the name, or empty if it is not well encoded
     */
    public Optional<String> channel(String rawPath) {
        return segment(rawPath).flatMap(PercentText::decode);
    }

    private Optional<String> segment(String rawPath) {
        if (rawPath.length() < prefix.length() + suffix.length()
                || !rawPath.startsWith(prefix)
                || !rawPath.endsWith(suffix)) {
            return Optional.empty();
        }
        String segment = rawPath.substring(prefix.length(), rawPath.length() - suffix.length());
        return Optional.of(segment).filter(raw -> raw.indexOf('/') < 0);
    }
}
