package io.carillon.edge.websocket;

/**
 * Is told what a client's bytes meant, on the thread that feeds the {@link FrameReader}.
 *
 * <p>Arrays belong to the reader or to whoever feeds it: a slice is valid until the method returns, and whoever needs
 * the bytes for longer copies them. After {@link #close} or {@link #failed} nothing more is reported.
 */
public interface FrameHandler {

    /** Takes a whole text message, which is valid UTF-8. */
    void text(byte[] buffer, int offset, int length);

    /** Takes a whole binary message. */
    void binary(byte[] buffer, int offset, int length);

    /** Takes a ping, which is to be answered by a pong with the same payload of at most 125 bytes. */
    void ping(byte[] buffer, int offset, int length);

    /** Takes a pong, asked for or not, with a payload of at most 125 bytes. */
    void pong(byte[] buffer, int offset, int length);

    /**
     * Takes the client's close.
     *
     * @param code a code that a client may send, or {@link CloseCode#ABSENT} if the frame had none
     * @param reason the client's reason, empty if it gave none
     */
    void close(int code, String reason);

    /**
     * Takes the end of a client that broke a rule.
     *
     * @param code what to close the connection with
     * @param reason what was broken, in words that may be sent to the client, at most 123 bytes
     */
    void failed(CloseCode code, String reason);
}
