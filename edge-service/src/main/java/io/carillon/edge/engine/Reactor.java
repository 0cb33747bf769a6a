package io.carillon.edge.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the sockets of one shard with epoll, and tells each what has happened to it.
 *
 * <p>A descriptor belongs to one reactor from {@link #register} to {@link #release}, and only the reactor's thread touches
 * it. The kernel hands events back with a token of slot and use, not with a descriptor: a number that was closed and given to
 * somebody else at once can thus never be taken for the old one.
 */
final class Reactor implements Sleeper, AutoCloseable {

    /** A socket as its reactor sees it. Called on the reactor's thread. */
    interface Subject {
        void ready(boolean readable, boolean writable);
    }

    private static final int EVENTS = 256;
    private static final long WAKE_TOKEN = -1;

    private static final class Slot {
        private @Nullable Subject subject;
        private int descriptor;
        private int use;
    }

    private final Arena arena = Arena.ofShared();
    private final Kernel kernel = Kernel.in(arena);
    private final MemorySegment events = EpollEvent.allocate(arena, EVENTS);
    private final MemorySegment event = EpollEvent.allocate(arena, 1);
    private final MemorySegment wakeValue = arena.allocate(8);
    private final int epoll;
    private final int wakeDescriptor;
    private final Waker waker = new Waker();

    private final List<Slot> slots = new ArrayList<>();
    private final List<Integer> freeSlots = new ArrayList<>();

    /**
     * Opens a reactor.
     *
     * @throws IllegalStateException if the kernel refuses
     */
    Reactor() {
        epoll = required(kernel.epollCreate(), "epoll_create1");
        wakeDescriptor = required(kernel.eventDescriptor(), "eventfd");
        EpollEvent.set(event, Kernel.EPOLLIN, WAKE_TOKEN);
        required(kernel.epollControl(epoll, Kernel.EPOLL_CTL_ADD, wakeDescriptor, event), "epoll_ctl");
    }

    /** Returns the kernel for calls on this reactor's thread. */
    Kernel kernel() {
        return kernel;
    }

    /**
     * Begins to watch a descriptor for input; returns the slot that names it from now on.
     *
     * @throws IllegalStateException if the kernel refuses; the descriptor is then still the caller's
     */
    int register(int descriptor, Subject subject) {
        int index = freeSlots.isEmpty() ? slots.size() : freeSlots.removeLast();
        if (index == slots.size()) {
            slots.add(new Slot());
        }
        Slot slot = slots.get(index);
        EpollEvent.set(event, Kernel.EPOLLIN | Kernel.EPOLLRDHUP, token(index, slot.use));
        int added = kernel.epollControl(epoll, Kernel.EPOLL_CTL_ADD, descriptor, event);
        if (added < 0) {
            freeSlots.add(index);
            required(added, "epoll_ctl");
        }
        slot.subject = subject;
        slot.descriptor = descriptor;
        return index;
    }

    /** Sets whether a descriptor is watched for room to write, besides input. */
    void watchOutput(int index, int descriptor, boolean output) {
        Slot slot = slots.get(index);
        int bits = Kernel.EPOLLIN | Kernel.EPOLLRDHUP | (output ? Kernel.EPOLLOUT : 0);
        EpollEvent.set(event, bits, token(index, slot.use));
        kernel.epollControl(epoll, Kernel.EPOLL_CTL_MOD, descriptor, event);
    }

    /** Ends the watch and closes the descriptor, in this order: another duplicate might keep the entry alive. */
    void release(int index, int descriptor) {
        Slot slot = slots.get(index);
        slot.subject = null;
        slot.use++;
        freeSlots.add(index);
        kernel.epollControl(epoll, Kernel.EPOLL_CTL_DEL, descriptor, event);
        kernel.close(descriptor);
    }

    @Override
    public void look() {
        dispatch(0);
    }

    @Override
    public void sleep(long nanos) {
        // Rounded up, lest a loop that is early by less than a millisecond spins until its time has come.
        dispatch((int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000));
    }

    @Override
    public void wake() {
        waker.wake();
    }

    @Override
    public void close() {
        // Connections that a drain did not end in time have nobody else to end them.
        for (Slot slot : slots) {
            if (slot.subject != null) {
                slot.subject = null;
                kernel.close(slot.descriptor);
            }
        }
        kernel.close(epoll);
        waker.close();
        arena.close();
    }

    private void dispatch(int timeoutMillis) {
        int count = kernel.epollWait(epoll, events, EVENTS, timeoutMillis);
        for (int i = 0; i < count; i++) {
            long token = EpollEvent.data(events, i);
            if (token == WAKE_TOKEN) {
                kernel.read(wakeDescriptor, wakeValue, Long.BYTES);
                continue;
            }
            Slot slot = slots.get((int) token);
            Subject subject = slot.subject;
            if (subject != null && slot.use == (int) (token >>> Integer.SIZE)) {
                int bits = EpollEvent.bits(events, i);
                boolean gone = (bits & (Kernel.EPOLLERR | Kernel.EPOLLHUP)) != 0;
                subject.ready(
                        gone || (bits & (Kernel.EPOLLIN | Kernel.EPOLLRDHUP)) != 0, (bits & Kernel.EPOLLOUT) != 0);
            }
        }
    }

    private static long token(int index, int use) {
        return (long) use << Integer.SIZE | index;
    }

    private static int required(int result, String call) {
        if (result < 0) {
            throw new IllegalStateException(call + " failed with errno " + -result);
        }
        return result;
    }

    /** Wakes the reactor from other threads, which need an errno of their own. */
    private final class Waker {

        private final Kernel kernelOfWakers = Kernel.in(arena);
        private final MemorySegment one = arena.allocate(Long.BYTES);
        private boolean closed;

        Waker() {
            one.set(ValueLayout.JAVA_LONG, 0, 1);
        }

        synchronized void wake() {
            if (!closed) {
                kernelOfWakers.write(wakeDescriptor, one, Long.BYTES);
            }
        }

        synchronized void close() {
            closed = true;
            kernel.close(wakeDescriptor);
        }
    }
}
