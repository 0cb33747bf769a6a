package io.carillon.edge.engine;

import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Outlet;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose descriptor belongs to a shard's reactor: nothing of Java's sockets and of Helidon's is left of it.
 *
 * <p>Writes go straight to the kernel. What the kernel takes in part is kept and sent first when there is room again; until
 * then the outlet is congested. Reads go to the transport's {@link Inbound} at once, on the same thread.
 *
 * <p>Threading: the shard's thread alone.
 */
final class AdoptedConnection implements Outlet, Reactor.Subject {

    /** How long a client may take to close its side after the last bytes; closing first might reset what it still reads. */
    private static final long LINGER_NANOS = 2_000_000_000L;

    private static final byte[] NOTHING = {};

    private final Shard shard;
    private final int descriptor;
    private final Admission.Place place;
    private final Inbound inbound;
    private final int slot;

    private @Nullable Session session;
    private byte[] rest = NOTHING;
    private int restFrom;
    private boolean congested;
    private boolean finishing;
    private boolean released;

    AdoptedConnection(Shard shard, int descriptor, Admission.Place place, Inbound inbound) {
        this.shard = shard;
        this.descriptor = descriptor;
        this.place = place;
        this.inbound = inbound;
        this.slot = shard.reactor().register(descriptor, this);
    }

    /** Opens the session and gives it what the client had sent already. */
    void open(SessionRequest request, Guest guest, byte[] buffered) {
        session = shard.open(request, guest);
        if (buffered.length > 0) {
            hand(buffered, buffered.length);
        }
    }

    @Override
    public boolean tryWrite(byte[] frame) {
        return write(frame, frame.length, false);
    }

    @Override
    public boolean tryWriteCopy(byte[] bytes, int length) {
        return write(bytes, length, true);
    }

    @Override
    public int pendingBytes() {
        return rest.length - restFrom;
    }

    @Override
    public void finish() {
        finishing = true;
        session = null;
        if (restFrom == rest.length) {
            closeGently();
        } else {
            // The kernel sees to it that they arrive; here they would have to do so in time.
            shard.reactor().kernel().limitUnsent(descriptor, 0);
            sendRest();
            if (restFrom < rest.length) {
                awaitLastBytes();
            }
        }
    }

    @Override
    public void abort() {
        session = null;
        release();
    }

    @Override
    public void ready(boolean readable, boolean writable) {
        if (writable && !released) {
            sendRest();
        }
        if (readable && !released) {
            receive();
        }
    }

    private boolean write(byte[] bytes, int length, boolean copy) {
        if (released || congested) {
            return false;
        }
        long sent = shard.send(descriptor, bytes, length);
        if (sent == length) {
            return true;
        }
        if (sent == -Kernel.EAGAIN) {
            congest();
            return false;
        }
        if (sent < 0) {
            // A broken socket is readable, too: the session learns of it there, in the order of events.
            congested = true;
            return false;
        }
        rest = copy ? Arrays.copyOfRange(bytes, (int) sent, length) : bytes;
        restFrom = copy ? 0 : (int) sent;
        congest();
        return true;
    }

    private void congest() {
        congested = true;
        shard.reactor().watchOutput(slot, descriptor, true);
    }

    private void sendRest() {
        if (restFrom < rest.length) {
            long sent = shard.sendRest(descriptor, rest, restFrom);
            restFrom += (int) Math.max(0, sent);
            if (restFrom < rest.length) {
                if (sent > 0 && session != null) {
                    session.group().progressed(session, shard.nanos());
                }
                return;
            }
        }
        rest = NOTHING;
        restFrom = 0;
        congested = false;
        shard.reactor().watchOutput(slot, descriptor, false);
        if (finishing) {
            closeGently();
        } else if (session != null) {
            session.group().writable(session, shard.nanos());
        }
    }

    private void receive() {
        byte[] buffer = shard.readBuffer();
        long count = shard.receive(descriptor, buffer);
        if (count > 0) {
            hand(buffer, (int) count);
        } else if (count != -Kernel.EAGAIN && count != -Kernel.EINTR) {
            Session leaving = session;
            session = null;
            release();
            if (leaving != null) {
                leaving.group().gone(leaving, count == 0 ? EndReason.CLIENT : EndReason.LOST, shard.nanos());
            }
        }
    }

    private void hand(byte[] bytes, int length) {
        Session present = session;
        if (present != null) {
            inbound.received(present, bytes, length, shard.nanos());
        }
    }

    /** Lets go of a client that takes none of its last bytes; nobody else looks after it any more. */
    private void awaitLastBytes() {
        int before = restFrom;
        shard.after(LINGER_NANOS, () -> {
            if (!released && restFrom < rest.length) {
                if (restFrom == before) {
                    release();
                } else {
                    awaitLastBytes();
                }
            }
        });
    }

    /** Closes our side now, and the whole connection when the client has closed its own, or after a moment. */
    private void closeGently() {
        shard.reactor().kernel().shutdownOutput(descriptor);
        shard.after(LINGER_NANOS, this::release);
    }

    private void release() {
        if (!released) {
            released = true;
            shard.reactor().release(slot, descriptor);
            place.free();
        }
    }
}
