package io.carillon.testkit.client;

/** How a stream, or the connection under it, came to its end. */
public enum End {
    /** As its protocol wants it: by the last chunk, by the announced length, or by a close frame. */
    COMPLETE,
    /** The server ended the TCP connection in order, while its protocol still expected more. */
    EOF,
    /** The server reset the TCP connection. */
    RESET,
    /** This client closed or reset the connection. */
    CLOSED_HERE,
    /** The server sent what its protocol forbids; this client stopped reading. */
    PROTOCOL_BROKEN
}
