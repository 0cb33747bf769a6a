package io.carillon.edge.session;

import io.carillon.core.json.JsonString;

/**
 * Publications of one channel that a session did not get and will not get by itself.
 *
 * @param channel the channel
 * @param from cursor of the place up to which the client has everything
 * @param to cursor of the place from which it has everything again
 * @param reason why
 */
public record Gap(String channel, String from, String to, Reason reason) {

    /** Returns the gap as JSON, as clients see it. */
    public String json() {
        return "{\"channel\":" + JsonString.quote(channel) + ",\"from\":" + JsonString.quote(from) + ",\"to\":"
                + JsonString.quote(to) + ",\"reason\":\"" + reason.text() + "\"}";
    }

    /** Why there is a gap. */
    public enum Reason {
        /** The client asked for the last publications, and the search for them ended before it had found as many. */
        SEARCH_LIMIT("search-limit"),
        /** The client came back with a cursor of another log than the one that is there now. */
        LOG_REPLACED("log-replaced"),
        /** The client came back with a cursor behind the end of the log. */
        BEYOND_END("beyond-end"),
        /** The log no longer has the range. */
        LOG_TRUNCATED("log-truncated");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Returns the stable word that clients see. */
        public String text() {
            return text;
        }
    }
}
