package io.carillon.edge.engine;

import java.lang.foreign.Arena;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes descriptors away from Java's channels.
 *
 * <p>Java shows a channel's descriptor only to those for whom {@code java.base/sun.nio.ch} is opened, hence the flag
 * {@code --add-opens} in the launcher.
 */
final class Descriptors implements AutoCloseable {

    private final Method descriptorOf;
    private final int unsentBytes;
    private final Arena arena = Arena.ofShared();
    private final Kernel kernel = Kernel.in(arena);

    /** An unconnected socket, which takes the place of each descriptor that is taken. */
    private final int dummy;

    private Descriptors(Method descriptorOf, int unsentBytes) {
        this.descriptorOf = descriptorOf;
        this.unsentBytes = unsentBytes;
        this.dummy = kernel.socket();
    }

    /** What keeps sockets from being adopted in this process, in words for the log; empty if nothing does. */
    static Optional<String> obstacle() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")) {
            return Optional.of("this is not Linux");
        }
        return method() == null
                ? Optional.of("the flag --add-opens java.base/sun.nio.ch=ALL-UNNAMED is missing")
                : Optional.empty();
    }

    /**
     * Opens access to descriptors.
     *
     * @param unsentBytes what the kernel takes for a client beyond what is on its way already; 0 lets it decide
     * @throws IllegalStateException if there is an {@link #obstacle}
     */
    static Descriptors open(int unsentBytes) {
        Method method = method();
        if (method == null) {
            throw new IllegalStateException("descriptors are out of reach: " + obstacle());
        }
        return new Descriptors(method, unsentBytes);
    }

    /**
     * Takes a channel's descriptor: returns a duplicate of it, and leaves the channel with an unconnected socket, so that
     * closing the channel, which would shut the shared connection down, hits nothing.
     *
     * @return the descriptor, or a negative errno
     */
    synchronized int take(SocketChannel channel) {
        int own;
        try {
            own = (int) descriptorOf.invoke(channel);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the descriptor of " + channel + " is out of reach", e);
        }
        int taken = kernel.duplicate(own);
        if (taken >= 0) {
            int replaced = kernel.duplicateOnto(dummy, own);
            if (replaced < 0) {
                kernel.close(taken);
                return replaced;
            }
            if (unsentBytes > 0) {
                // A kernel that does not know this keeps more, and that is all.
                kernel.limitUnsent(taken, unsentBytes);
            }
        }
        return taken;
    }

    @Override
    public synchronized void close() {
        kernel.close(dummy);
        arena.close();
    }

    private static @Nullable Method method() {
        try {
            Method method = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | InaccessibleObjectException _) {
            return null;
        }
    }
}
