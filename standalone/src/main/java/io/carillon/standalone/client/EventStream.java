package io.carillon.standalone.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One connection to the service, from its opening to its end; for one thread. */
public interface EventStream extends AutoCloseable {

    /** Opens streams of one transport. */
    @FunctionalInterface
    interface Transport {

        /** Opens a stream of these channels, on from a cursor if there is one; what goes wrong is heard on it. */
        EventStream open(List<String> channels, Optional<String> cursor);
    }

    /**
     * Waits for the next thing to be heard.
     *
     * @param limit how long silence may last before the connection counts as lost
     */
    Heard next(Duration limit) throws InterruptedException;

    /** Ends the connection, if it has not ended by itself. */
    @Override
    void close();
}
