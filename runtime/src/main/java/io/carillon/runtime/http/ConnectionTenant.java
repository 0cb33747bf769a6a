package io.carillon.runtime.http;

/**
 * Lives on a connection after HTTP has ended on it: a stream of server-sent events, or a WebSocket.
 *
 * @see OwnedConnection#detach
 */
public interface ConnectionTenant {

    /**
     * Runs on the connection's own virtual thread, with a shallow stack and nothing of the request left in memory. When
     * it returns or throws, Helidon closes the connection. A tenant that stays in Java typically blocks in
     * {@link OwnedConnection#receive} until the client has gone; one that hands the descriptor to an engine of its own
     * puts another in its place and returns at once.
     *
     * @throws InterruptedException if the process stops for good; the socket is closed by then
     */
    void run(OwnedConnection connection) throws InterruptedException;

    /**
     * Asks the tenant to say goodbye and to end soon. Called from any thread, at least once at a drain, possibly before
     * {@link #run}; must not block.
     */
    void drain();
}
