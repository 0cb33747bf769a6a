package io.carillon.edge.session;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import java.util.Optional;

/** Whether an acknowledged id is one that a session can have been sent. */
final class AckRule {

    private AckRule() {}

    /**
     * Returns what is wrong with an acknowledgement, or empty if it can be true.
     *
     * @param hasChanged whether the session ever had other channels, whose partitions its earlier ids name
     */
    static Optional<String> problem(Session session, Cursor cursor, boolean hasChanged) {
        SessionGroup group = session.group();
        if (!cursor.generation().equals(group.generation().id())) {
            return Optional.of("the id belongs to another log");
        }
        PartitionSet partitions = session.channels().partitions();
        for (Cursor.Position position : cursor.positions()) {
            if (!hasChanged && !partitions.contains(position.partition())) {
                return Optional.of(
                        "the id names partition " + position.partition() + ", which is none of this" + " connection's");
            }
        }
        for (String channel : session.channels().heard()) {
            int partition = group.partitionOf(channel);
            if (cursor.place(channel, partition).orElse(null) instanceof ChannelPlace.Behind(long offset)
                    && offset > group.view().through(partition)
                    && offset > session.reception().sent(channel).orElse(-1)) {
                return Optional.of("the id is ahead of what was sent");
            }
        }
        return Optional.empty();
    }
}
