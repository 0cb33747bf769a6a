package io.carillon.edge.websocket;

/**
 * The close codes this service sends, and the rule for those it receives.
 *
 * <p>Codes below 4000 mean what the IANA registry says; the rest are ours, and {@code docs/protocol.md} lists them for
 * clients.
 */
public enum CloseCode {
    /** The connection reached its end of life, or the client asked for the end. */
    NORMAL(1000),
    /** The edge drains. */
    GOING_AWAY(1001),
    /** The client broke RFC 6455. */
    PROTOCOL_ERROR(1002),
    /** The client sent a kind of data that this endpoint does not take. */
    UNSUPPORTED_DATA(1003),
    /** The client sent text that is not UTF-8. */
    INVALID_DATA(1007),
    /** The client misbehaves in a way that no other code names. */
    POLICY_VIOLATION(1008),
    /** The client announced a frame or a message above the limit. */
    TOO_LARGE(1009),
    /** The service failed; its log says why. */
    INTERNAL_ERROR(1011),
    /** The service restarts; coming back at once is fine. */
    SERVICE_RESTART(1012),
    /** The service is at a limit; come back later. */
    TRY_AGAIN_LATER(1013),
    /** The token expired while the connection was open. */
    TOKEN_EXPIRED(4401),
    /** The credentials do not allow this, or no longer. */
    NOT_ALLOWED(4403),
    /** No pong and no ack came in time. */
    UNRESPONSIVE(4408),
    /** The client sends faster than it may. */
    TOO_FAST(4429);

    /** What {@link FrameHandler#close} reports for a close frame without a code; it never stands in a frame. */
    public static final int ABSENT = 1005;

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    /** Returns the number that stands in the close frame. */
    public int number() {
        return number;
    }

    /**
     * Returns whether a peer may put this number into a close frame: a registered code that is not reserved for local
     * use (1004, 1005, 1006 and 1015 are), or one of the range for libraries and applications, 3000 to 4999.
     */
    public static boolean isReceivable(int number) {
        return (number >= 1000 && number <= 1003)
                || (number >= 1007 && number <= 1014)
                || (number >= 3000 && number <= 4999);
    }
}
