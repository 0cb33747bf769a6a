package io.carillon.testkit.client;

/**
 * How a WebSocket ended.
 *
 * @param code the server's close code; 1005 if its close frame had none, 1006 if there was no close frame
 * @param reason the server's reason, empty if it gave none
 * @param clean whether there was a close frame and the TCP connection then ended in order, without a reset
 */
public record WsClose(int code, String reason, boolean clean) {

    /** The code of a close frame without one. */
    public static final int NO_CODE = 1005;

    /** The code of a connection that ended without a close frame. */
    public static final int NO_CLOSE_FRAME = 1006;
}
