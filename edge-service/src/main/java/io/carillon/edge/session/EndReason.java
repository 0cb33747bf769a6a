package io.carillon.edge.session;

/** Why a session ends, as clients and metrics see it. */
public enum EndReason {
    /** The connection reached its lifetime. */
    LIFETIME("lifetime", 1000, "Bye"),
    /** The edge is about to stop. */
    DRAINING("draining", 1001, "The service is about to stop; connect anew"),
    /** The owners of the channels' partitions did not confirm the subscriptions in time. */
    NOT_READY("not-ready", 1013, "The subscription could not be set up in time; try again"),
    /** The log was recreated, so offsets mean something else now. */
    LOG_REPLACED("log-replaced", 1012, "The log was replaced; connect anew"),
    /** The edge has as many connections as it may have. */
    CONNECTION_LIMIT("connection-limit", 1013, "No room for another connection; try again"),
    /** The client's address has as many connections as it may have. */
    ADDRESS_LIMIT("address-limit", 1013, "No room for another connection from this address; try again"),
    /** The request could not be served as it was. */
    REFUSED("refused", 1000, "Bye"),
    /** A ping was not answered in time. */
    NO_PONG("no-pong", 4408, "No pong within the heartbeat interval"),
    /** Nothing was acknowledged for too long. */
    NO_ACK("no-ack", 4408, "No ack in time"),
    /** The client asked for more than is taken in a second. */
    TOO_FAST("too-fast", 4429, "Too many changes of subscriptions"),
    /** Nothing could be written for too long. */
    STALLED("stalled", 4408, "Nothing was read for too long"),
    /** The client sent something that is not a JSON object. */
    MALFORMED("malformed", 1007, "Not a JSON object"),
    /** The client sent bytes that are no text. */
    UNSUPPORTED_DATA("unsupported-data", 1003, "Not a JSON object"),
    /** The client broke the WebSocket protocol; the close frame has its own code. */
    PROTOCOL("protocol", 1002, "Protocol error"),
    /** The client's token has ended. */
    TOKEN_EXPIRED("token-expired", 4401, "The token has ended; connect with a new one"),
    /** The client's token, or its principal, was revoked. */
    TOKEN_REVOKED("token-revoked", 4401, "The token was revoked"),
    /** The client did not say who it is, or not so that it could be believed. */
    UNAUTHENTICATED("unauthenticated", 4401, "No valid token or ticket"),
    /** The client may not hear what it asked for. */
    FORBIDDEN("forbidden", 4403, "Not allowed"),
    /** The client ended the connection. */
    CLIENT("client", 1000, ""),
    /** The connection broke. */
    LOST("lost", 1006, "");

    private final String text;
    private final int closeCode;
    private final String closeReason;

    EndReason(String text, int closeCode, String closeReason) {
        this.text = text;
        this.closeCode = closeCode;
        this.closeReason = closeReason;
    }

    /** Returns the stable word for metrics and for the data of {@code reconnect}. */
    public String text() {
        return text;
    }

    /** Returns the WebSocket close code. */
    public int closeCode() {
        return closeCode;
    }

    /** Returns the reason in the WebSocket close frame, at most 123 bytes. */
    public String closeReason() {
        return closeReason;
    }
}
