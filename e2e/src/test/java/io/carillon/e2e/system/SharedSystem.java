package io.carillon.e2e.system;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The system that the tests of several classes share, a process or a cluster: one at a time. Whoever asks for another one ends it,
 * since each takes a good part of a processor even while nothing happens; {@link BySystem} has the classes that share one
 * follow each other. For the thread that runs the tests.
 */
public final class SharedSystem implements AutoCloseable {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedSystem.class);

    private @Nullable Object key;
    private @Nullable AutoCloseable system;

    private SharedSystem() {}

    /**
     * Returns the system that a test asks for, which is started unless it is the one that is there.
     *
     * @param key tells systems apart
     */
    public static <T extends AutoCloseable> T of(
            ExtensionContext context, Object key, Class<T> type, Supplier<T> start) {
        return slot(context).take(key, type, start);
    }

    /** Returns the system that is there, if it is of this kind. */
    public static <T extends AutoCloseable> Optional<T> present(ExtensionContext context, Class<T> type) {
        return Optional.ofNullable(slot(context).system)
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static SharedSystem slot(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(SharedSystem.class, _ -> new SharedSystem(), SharedSystem.class);
    }

    private <T extends AutoCloseable> T take(Object wanted, Class<T> type, Supplier<T> start) {
        AutoCloseable present = system;
        if (present != null && wanted.equals(key)) {
            return type.cast(present);
        }
        close();
        T started = start.get();
        system = started;
        key = wanted;
        return started;
    }

    @Override
    public void close() {
        AutoCloseable last = system;
        system = null;
        key = null;
        if (last != null) {
            try {
                last.close();
            } catch (Exception e) {
                throw new IllegalStateException("a system that tests have shared does not end", e);
            }
        }
    }
}
