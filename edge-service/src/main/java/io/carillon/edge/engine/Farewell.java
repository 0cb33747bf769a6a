package io.carillon.edge.engine;

import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Framing;
import io.carillon.runtime.http.ConnectionTenant;
import io.carillon.runtime.http.OwnedConnection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends last frames on a connection that never became a session, then ends it.
 *
 * <p>The end has two steps, here as for sessions: our side is closed, and the client has a moment to close its own.
 * Closing both at once may reset the connection, and the reset may overtake what the client has yet to read.
 */
public final class Farewell implements ConnectionTenant {

    private static final long LINGER_SECONDS = 2;

    private static final byte[] NO_ID = {};

    private final List<byte[]> frames;

    public Farewell(List<byte[]> frames) {
        this.frames = List.copyOf(frames);
    }

    /** Returns the farewell that asks a client to come back, without a cursor: nothing was promised to it. */
    public static Farewell comeBack(Framing framing, EndReason reason) {
        return new Farewell(List.of(framing.reconnect(NO_ID, reason), framing.end(reason)));
    }

    @Override
    public void run(OwnedConnection connection) {
        for (byte[] frame : frames) {
            connection.send(frame, 0, frame.length);
        }
        closeGently(connection);
        Optional<byte[]> ignored = connection.receive();
        while (ignored.isPresent()) {
            ignored = connection.receive();
        }
    }

    @Override
    public void drain() {
        // It is as short as can be already.
    }

    /** Closes our side now, and the whole connection after a moment. */
    static void closeGently(OwnedConnection connection) {
        try {
            connection.channel().shutdownOutput();
        } catch (IOException _) {
            connection.abort();
        }
        CompletableFuture.delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS).execute(connection::abort);
    }
}
