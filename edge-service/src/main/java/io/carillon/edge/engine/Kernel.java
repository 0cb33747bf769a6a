package io.carillon.edge.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of Linux that adopted sockets need, and nothing around them: arguments and results are the kernel's, with
 * {@code -errno} in place of -1.
 *
 * <p>{@code send} takes Java arrays without a copy. Such a call holds off garbage collection while it runs, so only one that
 * returns at once may be made that way.
 */
final class Kernel {

    static final int EINTR = 4;
    static final int EAGAIN = 11;

    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;

    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLERR = 0x8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLRDHUP = 0x2000;

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SHUT_WR = 1;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NOTSENT_LOWAT = 25;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle EPOLL_CREATE = call("epoll_create1", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle EPOLL_CTL =
            call("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            call("epoll_wait", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT, INT));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle READ = call("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle WRITE =
            call("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle RECV =
            call("recv", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT));
    private static final MethodHandle SEND = call(
            "send", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT), Linker.Option.critical(true));
    private static final MethodHandle SHUTDOWN = call("shutdown", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle FCNTL =
            call("fcntl", FunctionDescriptor.of(INT, INT, INT, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle DUP2 = call("dup2", FunctionDescriptor.of(INT, INT, INT));
    private static final MethodHandle SOCKET = call("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS, INT));

    /** Where errno is caught. One for each thread's use of the kernel, since it is written by every call. */
    private final MemorySegment state;

    private final MemorySegment option;

    private Kernel(MemorySegment state, MemorySegment option) {
        this.state = state;
        this.option = option;
    }

    /** Returns access to the kernel for one thread, for as long as the arena lives. */
    static Kernel in(Arena arena) {
        return new Kernel(arena.allocate(CALL_STATE), arena.allocate(INT));
    }

    int epollCreate() {
        return run(() -> (int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC));
    }

    int epollControl(int epoll, int operation, int descriptor, MemorySegment event) {
        return run(() -> (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event));
    }

    int epollWait(int epoll, MemorySegment events, int count, int timeoutMillis) {
        return run(() -> (int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMillis));
    }

    int eventDescriptor() {
        return run(() -> (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC_NONBLOCK));
    }

    long read(int descriptor, MemorySegment target, long count) {
        return runLong(() -> (long) READ.invokeExact(state, descriptor, target, count));
    }

    long write(int descriptor, MemorySegment source, long count) {
        return runLong(() -> (long) WRITE.invokeExact(state, descriptor, source, count));
    }

    /** Receives what is there, without waiting. */
    long receive(int descriptor, MemorySegment target, long count) {
        return runLong(() -> (long) RECV.invokeExact(state, descriptor, target, count, MSG_DONTWAIT));
    }

    /** Sends what the kernel takes at once. An array is pinned meanwhile, not copied. */
    long send(int descriptor, MemorySegment source, int count) {
        try {
            long sent = (long) SEND.invokeExact(state, descriptor, source, (long) count, MSG_DONTWAIT | MSG_NOSIGNAL);
            return sent < 0 ? -errno() : sent;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    int shutdownOutput(int descriptor) {
        return run(() -> (int) SHUTDOWN.invokeExact(state, descriptor, SHUT_WR));
    }

    int close(int descriptor) {
        return run(() -> (int) CLOSE.invokeExact(state, descriptor));
    }

    int duplicate(int descriptor) {
        return run(() -> (int) FCNTL.invokeExact(state, descriptor, F_DUPFD_CLOEXEC, 0));
    }

    /** Makes {@code target} mean what {@code source} means; what it meant before is closed if nothing else means it. */
    int duplicateOnto(int source, int target) {
        return run(() -> (int) DUP2.invokeExact(state, source, target));
    }

    int socket() {
        return run(() -> (int) SOCKET.invokeExact(state, AF_INET, SOCK_STREAM_CLOEXEC, 0));
    }

    /** Bounds what a socket takes beyond what is on its way already, 0 for the system's own bound; TCP_NOTSENT_LOWAT. */
    int limitUnsent(int descriptor, int bytes) {
        option.set(INT, 0, bytes);
        return run(() ->
                (int) SETSOCKOPT.invokeExact(state, descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, option, Integer.BYTES));
    }

    private int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    private interface IntCall {
        int call() throws Throwable;
    }

    private interface LongCall {
        long call() throws Throwable;
    }

    private int run(IntCall call) {
        try {
            int result = call.call();
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private long runLong(LongCall call) {
        try {
            long result = call.call();
            return result < 0 ? -errno() : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a system call could not be made", e);
    }

    /** Restricted: the launcher allows native access, and these names and signatures are the C library's own. */
    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }
}
