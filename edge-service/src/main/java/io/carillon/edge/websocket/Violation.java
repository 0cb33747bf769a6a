package io.carillon.edge.websocket;

/**
 * A rule that a client broke.
 *
 * @param code what the connection is closed with
 * @param reason the value and the expectation, at most 123 bytes
 */
record Violation(CloseCode code, String reason) {

    static Violation protocol(String reason) {
        return new Violation(CloseCode.PROTOCOL_ERROR, reason);
    }

    static Violation tooLarge(String reason) {
        return new Violation(CloseCode.TOO_LARGE, reason);
    }

    static Violation notUtf8(String reason) {
        return new Violation(CloseCode.INVALID_DATA, reason);
    }
}
