package io.carillon.fanout.ownership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest of something with versions, for everybody who wants to know. Safe for use by many threads.
 *
 * @param <T> has a version
 */
final class Newest<T> {

    private final ToLongFunction<T> version;

    /** Held while watchers are called, so that they hear of versions one after another. */
    private final Object lock = new Object();

    @GuardedBy("lock") private final Set<Consumer<T>> watchers = new LinkedHashSet<>();

    private volatile @Nullable T newest;

    Newest(ToLongFunction<T> version) {
        this.version = version;
    }

    /** Takes a version and tells it, unless it is not newer than the one that is known. */
    void offer(T offered) {
        synchronized (lock) {
            T known = newest;
            if (known == null || version.applyAsLong(offered) > version.applyAsLong(known)) {
                newest = offered;
                watchers.forEach(watcher -> watcher.accept(offered));
            }
        }
    }

    /** Returns the newest version, or empty before the first. */
    Optional<T> current() {
        return Optional.ofNullable(newest);
    }

    /**
     * Tells the newest version, if there is one, and every later one, in order; calls come one after another.
     *
     * @param watcher returns quickly and never waits
     */
    TableSource.Watch watch(Consumer<T> watcher) {
        synchronized (lock) {
            watchers.add(watcher);
            T known = newest;
            if (known != null) {
                watcher.accept(known);
            }
        }
        return () -> {
            synchronized (lock) {
                watchers.remove(watcher);
            }
        };
    }
}
