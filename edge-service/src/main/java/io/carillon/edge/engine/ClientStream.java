package io.carillon.edge.engine;

import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Guest;
import io.carillon.edge.session.Outlet;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionRequest;
import io.carillon.runtime.http.ConnectionTenant;
import io.carillon.runtime.http.OwnedConnection;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection from the end of HTTP to its own: opens the session on a shard, then reads what the client sends
 * and notices when it leaves.
 *
 * <p>On Linux and without TLS, the descriptor is {@linkplain AdoptedConnection adopted} by the shard, and this is over.
 * Otherwise the connection's own virtual thread goes on reading here. It hands each piece to the shard and waits until it is dealt with, so a client that sends faster than
 * it is served fills its own socket and nothing else.
 */
final class ClientStream implements ConnectionTenant {

    private final Shard shard;
    private final @Nullable Descriptors descriptors;
    private final Admission.Place place;
    private final Function<Outlet, SessionRequest> request;
    private final Inbound inbound;
    private final Guest guest;
    private final Semaphore dealtWith = new Semaphore(0);

    /** Owned by the shard's thread, which sets it before any other task of this stream. */
    private @Nullable Session session;

    ClientStream(
            Shard shard,
            @Nullable Descriptors descriptors,
            Admission.Place place,
            Function<Outlet, SessionRequest> request,
            Inbound inbound,
            Guest guest) {
        this.shard = shard;
        this.descriptors = descriptors;
        this.place = place;
        this.request = request;
        this.inbound = inbound;
        this.guest = guest;
    }

    @Override
    public void run(OwnedConnection connection) throws InterruptedException {
        if (descriptors != null && shard.adopts() && !connection.isSecure()) {
            adopt(connection, descriptors);
        } else {
            try {
                park(connection);
            } finally {
                place.free();
            }
        }
    }

    /** Hands the descriptor to the shard's reactor; nothing of the connection stays here. */
    private void adopt(OwnedConnection connection, Descriptors from) {
        byte[] buffered = connection.takeBuffered();
        int descriptor = from.take(connection.channel());
        if (descriptor < 0) {
            place.free();
            throw new IllegalStateException("the socket could not be adopted: errno " + -descriptor);
        }
        shard.execute(() -> {
            AdoptedConnection adopted;
            try {
                adopted = new AdoptedConnection(shard, descriptor, place, inbound);
            } catch (IllegalStateException e) {
                shard.reactor().kernel().close(descriptor);
                place.free();
                throw e;
            }
            adopted.open(request.apply(adopted), guest, buffered);
        });
    }

    private void park(OwnedConnection connection) throws InterruptedException {
        var outlet = new ParkedOutlet(
                connection, shard::after, this::writable, () -> Farewell.closeGently(connection), shard.processRoom());
        shard.execute(() -> session = shard.open(request.apply(outlet), guest));
        EndReason end = EndReason.LOST;
        try {
            Optional<byte[]> bytes = connection.receive();
            while (bytes.isPresent()) {
                handOn(bytes.get());
                bytes = connection.receive();
            }
            end = EndReason.CLIENT;
        } catch (RuntimeException _) {
            // The socket is broken, or closed by us: the session learns of it below, if it does not know.
        } finally {
            EndReason reason = end;
            shard.execute(() -> withSession(present -> present.group().gone(present, reason, shard.nanos())));
        }
    }

    @Override
    public void drain() {
        // The edge drains its sessions by itself, spread over time, before it closes its listener.
    }

    private void handOn(byte[] bytes) throws InterruptedException {
        shard.execute(() -> {
            try {
                withSession(present -> inbound.received(present, bytes, bytes.length, shard.nanos()));
            } finally {
                dealtWith.release();
            }
        });
        dealtWith.acquire();
    }

    private void writable() {
        shard.execute(() -> withSession(present -> present.group().writable(present, shard.nanos())));
    }

    private void withSession(Consumer<Session> action) {
        Session present = session;
        if (present != null) {
            action.accept(present);
        }
    }
}
