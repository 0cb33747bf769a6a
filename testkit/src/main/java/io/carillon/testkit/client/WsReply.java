package io.carillon.testkit.client;

/** What a {@link WsClient} answers by itself. */
public enum WsReply {
    /** {@code {"event":"pong"}} to the server's {@code {"event":"ping"}}. */
    PONG_EVENT,
    /** A pong frame to a ping frame. */
    PONG_FRAME,
    /** A close frame to the server's, with the same body. */
    CLOSE_FRAME
}
