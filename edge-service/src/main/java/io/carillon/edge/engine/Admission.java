package io.carillon.edge.engine;

import io.carillon.edge.session.EndReason;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in while there is room for another stream, on the whole and from their address.
 *
 * <p>It counts what it is for: sockets, from the moment a stream is about to begin until its socket is closed. Memory grows
 * with the addresses that are here now, which the limit on streams bounds. Any thread may use it.
 */
final class Admission {

    /** What became of a client. */
    sealed interface Verdict {

        /** It may begin its stream. */
        record Admitted(Place place) implements Verdict {}

        /** It has to come back later. */
        record Refused(EndReason reason) implements Verdict {}
    }

    private final AdmissionLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    Admission(AdmissionLimits limits) {
        this.limits = limits;
    }

    /** Takes a place for a client if there is one. */
    Verdict admit(String address) {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            return new Verdict.Refused(EndReason.CONNECTION_LIMIT);
        }
        if (limits.perAddress() == -1) {
            return new Verdict.Admitted(new Place(null));
        }
        int fromThere = byAddress.merge(address, 1, Integer::sum);
        var place = new Place(address);
        if (fromThere > limits.perAddress()) {
            place.free();
            return new Verdict.Refused(EndReason.ADDRESS_LIMIT);
        }
        return new Verdict.Admitted(place);
    }

    /** Returns how many places are taken. */
    int connections() {
        return connections.get();
    }

    /** Returns how many addresses are remembered. */
    int addresses() {
        return byAddress.size();
    }

    /** The place of one stream. */
    final class Place extends AtomicBoolean {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable String address;

        Place(@Nullable String address) {
            this.address = address;
        }

        /** Gives the place to whoever comes next; does nothing the second time. */
        void free() {
            if (!compareAndSet(false, true)) {
                return;
            }
            if (address != null) {
                byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
            }
            connections.decrementAndGet();
        }
    }
}
