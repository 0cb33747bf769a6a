package io.carillon.ingest.rest;

import io.carillon.runtime.http.PercentText;
import io.helidon.common.uri.UriPath;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.PathMatchers.MatchResult;
import io.helidon.http.PathMatchers.PrefixMatchResult;
import java.util.Optional;

/**
 * The path {@code /channels/{channel}/messages} as it was sent. A slash in a channel's name comes as {@code %2F}, which
 * Helidon's own patterns, being matched after decoding, take for one that separates; and they match no name with a line
 * break, which deserves to hear what is wrong with it.
 */
final class ChannelPath implements PathMatcher {

    private static final String PREFIX = "/channels/";
    private static final String SUFFIX = "/messages";

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
    static Optional<String> channel(String rawPath) {
        return segment(rawPath).flatMap(PercentText::decode);
    }

    private static Optional<String> segment(String rawPath) {
        if (rawPath.length() < PREFIX.length() + SUFFIX.length()
                || !rawPath.startsWith(PREFIX)
                || !rawPath.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String segment = rawPath.substring(PREFIX.length(), rawPath.length() - SUFFIX.length());
        return Optional.of(segment).filter(raw -> raw.indexOf('/') < 0);
    }
}
