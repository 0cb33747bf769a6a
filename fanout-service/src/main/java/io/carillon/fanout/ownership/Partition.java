package io.carillon.fanout.ownership;

import org.jspecify.annotations.Nullable;

/**
 * Ownership of one partition.
 *
 * <p>INVARIANT: an epoch is given out once. A move takes the epoch of its target when it begins, so that the target can
 * make itself ready under it; if the move is given up, that epoch is never used again.
 *
 * @param owner id of the member that owns it, or null while nobody does
 * @param epoch epoch of the last ownership, 0 if there never was one
 * @param lastEpoch greatest epoch that was given out
 * @param move the move under way, or null
 */
public record Partition(
        @Nullable String owner,
        long epoch,
        long lastEpoch,
        @Nullable Move move) {

    /**
     * A move that has begun: the owner goes on, and the target makes itself ready.
     *
     * @param target id of the member that is to own the partition
     * @param epoch epoch under which it will; also names the move
     */
    public record Move(String target, long epoch) {}

    public Partition {
        if (epoch > lastEpoch || (move != null && (owner == null || move.epoch() > lastEpoch))) {
            throw new IllegalArgumentException(
                    "partition: owner " + owner + ", epoch " + epoch + ", lastEpoch " + lastEpoch + ", move " + move
                            + " (expected: epochs up to lastEpoch, and a move only with an owner)");
        }
    }

    /** Returns a partition that nobody has owned yet, with epochs from behind {@code lastEpoch} on. */
    static Partition unowned(long lastEpoch) {
        return new Partition(null, 0, lastEpoch, null);
    }

    /** Returns whether the member with this id owns it. */
    public boolean isOwnedBy(String member) {
        return member.equals(owner);
    }

    /** Returns whether it is moving to the member with this id. */
    public boolean isMovingTo(String member) {
        return move != null && move.target().equals(member);
    }

    Partition given(String member) {
        return new Partition(member, lastEpoch + 1, lastEpoch + 1, null);
    }

    Partition orphaned() {
        return new Partition(null, epoch, lastEpoch, null);
    }

    Partition moving(String target) {
        return new Partition(owner, epoch, lastEpoch + 1, new Move(target, lastEpoch + 1));
    }

    Partition moved(Move done) {
        return new Partition(done.target(), done.epoch(), lastEpoch, null);
    }

    Partition staying() {
        return new Partition(owner, epoch, lastEpoch, null);
    }
}
