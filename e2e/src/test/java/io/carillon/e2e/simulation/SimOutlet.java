package io.carillon.e2e.simulation;

import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Outlet;
import io.carillon.edge.session.Session;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A socket with a small buffer, from which the client reads at its own pace, in whatever pieces. */
final class SimOutlet implements Outlet {

    final SimEdge edge;
    final SimShard shard;
    final Connection connection;

    /** Set when the shard has opened it. */
    @Nullable Session session;

    private final World world;
    private final SimClient client;
    private final StreamReader reader;
    private final int capacityBytes;
    private final int edgeRun;
    private byte[] buffer = {};
    private boolean congested;
    private boolean finished;
    private boolean closed;
    private boolean reading;

    SimOutlet(World world, SimEdge edge, SimShard shard, SimClient client, Connection connection) {
        this.world = world;
        this.edge = edge;
        this.shard = shard;
        this.client = client;
        this.connection = connection;
        this.capacityBytes = world.scenario.socketBytes();
        this.edgeRun = edge.run();
        this.reader = switch (connection.kind()) {
            case SSE -> new SseReader(heard -> client.heard(this, heard));
            case WEBSOCKET -> new WebSocketReader(heard -> client.heard(this, heard));
        };
    }

    SimClient client() {
        return client;
    }

    /** Returns whether the edge has ended the connection, or it is gone. */
    boolean isOver() {
        return finished || closed;
    }

    @Override
    public boolean tryWrite(byte[] frame) {
        return tryWriteCopy(frame, frame.length);
    }

    @Override
    public boolean tryWriteCopy(byte[] bytes, int length) {
        if (finished) {
            throw new Violation(connection + " is written to after its end");
        }
        if (closed || congested) {
            return false;
        }
        if (buffer.length > 0 && buffer.length + length > capacityBytes) {
            congested = true;
            return false;
        }
        var more = new ByteArrayOutputStream(buffer.length + length);
        more.writeBytes(buffer);
        more.write(bytes, 0, length);
        buffer = more.toByteArray();
        readLater();
        return true;
    }

    @Override
    public int pendingBytes() {
        return 0;
    }

    @Override
    public void finish() {
        finished = true;
        readLater();
    }

    @Override
    public void abort() {
        lose();
    }

    /** Ends the connection from the client's side. */
    void hangUp(EndReason reason) {
        if (!closed) {
            closed = true;
            buffer = new byte[0];
            if (!finished && edge.run() == edgeRun) {
                world.agenda.in(world.chance.millis(0, 500), () -> shard.gone(this, reason));
            }
        }
    }

    /** Ends the connection as a broken network or a dead process does: what is under way is lost. */
    void lose() {
        if (!closed) {
            closed = true;
            buffer = new byte[0];
            world.agenda.in(world.chance.millis(0, 300), () -> client.over(this, "cut"));
        }
    }

    private void readLater() {
        if (!reading && !closed) {
            reading = true;
            world.agenda.in(client.readDelayNanos(), this::read);
        }
    }

    private void read() {
        reading = false;
        if (closed) {
            return;
        }
        if (client.isStalled()) {
            readLater();
            return;
        }
        int length = world.chance.in(0.7) ? buffer.length : world.chance.between(0, buffer.length);
        byte[] piece = Arrays.copyOf(buffer, length);
        buffer = Arrays.copyOfRange(buffer, length, buffer.length);
        if (length > 0) {
            reader.take(piece);
        }
        if (congested && buffer.length <= capacityBytes / 2) {
            congested = false;
            if (!finished) {
                shard.writable(this);
            }
        }
        if (buffer.length > 0) {
            readLater();
        } else if (finished) {
            closed = true;
            client.over(this, "end");
        }
    }
}
