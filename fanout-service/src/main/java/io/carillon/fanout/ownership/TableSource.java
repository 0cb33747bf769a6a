package io.carillon.fanout.ownership;

import io.carillon.core.table.PartitionTable;
import java.util.Optional;
import java.util.function.Consumer;

/** The partition table as this node has applied it. Safe for use by many threads. */
public interface TableSource {

    /** The right to hear of tables; ends when closed. */
    interface Watch extends AutoCloseable {

        /** Ends the watch; a call that is under way may still end. */
        @Override
        void close();
    }

    /** Returns the table, or empty before the first one. */
    Optional<PartitionTable> current();

    /**
     * Tells the present table, if there is one, and every later one, in order of version; calls come one after another.
     *
     * @param listener returns quickly and never waits, since all watchers share a thread
     */
    Watch watch(Consumer<PartitionTable> listener);
}
