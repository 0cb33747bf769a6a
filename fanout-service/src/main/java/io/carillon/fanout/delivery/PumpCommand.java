package io.carillon.fanout.delivery;

import io.carillon.core.link.ToOwner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.fanout.keys.KeyReply;
import io.carillon.fanout.keys.KeyedRecord;
import io.carillon.fanout.keys.PartitionKeys;
import io.carillon.fanout.link.PageRequest;
import io.carillon.fanout.link.Reader;
import io.carillon.fanout.link.RecentFill;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a pump can be asked to do. */
sealed interface PumpCommand {

    /** Become owner of a partition, or owner anew at a greater epoch. */
    record Own(int partition, long epoch) implements PumpCommand {}

    /** Own a partition no longer. */
    record Disown(int partition) implements PumpCommand {}

    /**
     * The log was read on.
     *
     * @param bytes weight of the publications, to be taken off the intake's backlog
     */
    record Advanced(LogIntake intake, List<Publication> publications, long through, long timeMillis, long bytes)
            implements PumpCommand {}

    /** The log no longer has the offsets in [from, to); or, where {@code to} is less, was cut back to there. */
    record Lost(LogIntake intake, long from, long to) implements PumpCommand {}

    /** An edge asks to follow. */
    record Attach(EdgeLink link, ToOwner.Attach attach) implements PumpCommand {}

    /** An edge follows no more. */
    record Detach(EdgeLink link, int partition) implements PumpCommand {}

    /** An edge wants something else than before. */
    record ChangeInterests(EdgeLink link, ToOwner.ChangeInterests change) implements PumpCommand {}

    /** An edge allows more to be under way. */
    record Grant(EdgeLink link, ToOwner.Grant grant) implements PumpCommand {}

    /** An edge asks for what it missed. */
    record Replay(EdgeLink link, ToOwner.Replay replay) implements PumpCommand {}

    /** An edge allows more of a replay to be under way. */
    record GrantReplay(EdgeLink link, ToOwner.GrantReplay grant) implements PumpCommand {}

    /** An edge wants a replay no more. */
    record CancelReplay(EdgeLink link, ToOwner.CancelReplay cancel) implements PumpCommand {}

    /** A link has ended. */
    record LinkLost(EdgeLink link) implements PumpCommand {}

    /** The answer to a read of history. */
    record HistoryRead(OwnedPartition partition, Reader reader, HistoryPage page) implements PumpCommand {}

    /** What was published before is read, to be kept in memory. */
    record Filled(OwnedPartition partition, RecentFill fill, HistoryQuery query, HistoryPage page)
            implements PumpCommand {}

    /** A search for the last publications has ended. */
    record LastFound(OwnedPartition partition, Reader reader, LastSearch search) implements PumpCommand {}

    /** History could not be read; it is asked for again with the next report, since trouble with the log lasts a while. */
    record HistoryFailed(OwnedPartition partition, Reader reader) implements PumpCommand {}

    /** Keys that lie before those known were read. */
    record LookedBack(
            OwnedPartition partition,
            PartitionKeys keys,
            long from,
            long until,
            List<KeyedRecord> records,
            boolean window,
            boolean whole)
            implements PumpCommand {}

    /** Keys could not be read back. */
    record LookBackFailed(OwnedPartition partition, PartitionKeys keys, boolean window) implements PumpCommand {}

    /** An ingest asks about a key. */
    record AskKey(KeyQuestion question, CompletableFuture<KeyReply> answer) implements PumpCommand {}

    /** Somebody asks for a page of a channel's past. */
    record Recall(PageRequest request, CompletableFuture<Recalled> answer) implements PumpCommand {}

    /** Somebody asks for a count. */
    record Count(int partition, String channel, CompletableFuture<SubscriberCount> answer) implements PumpCommand {}

    /** End the thread. */
    record Stop() implements PumpCommand {}
}
