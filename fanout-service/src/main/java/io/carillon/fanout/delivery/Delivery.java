package io.carillon.fanout.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.link.ToOwner;
import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogHistory;
import io.carillon.core.table.PartitionTable;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.history.BlockIndex;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.RecentRoom;
import io.carillon.fanout.keys.JudgedHistory;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.fanout.keys.KeyReply;
import io.carillon.fanout.keys.KeyRoom;
import io.carillon.fanout.link.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Delivery of all partitions that this node owns. Safe for use by many threads; lives from {@link #start} to {@link #close}.
 */
public final class Delivery implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final String nodeId;
    private final LogFollower log;
    private final HistoryReads history;
    private final ChannelPages pages;
    private final KeyRoom room;
    private final LookBacks lookBacks;
    private final List<Pump> pumps = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder publicationsRead = new LongAdder();
    private final LongAdder recalls = new LongAdder();

    private final Object lock = new Object();

    /** Epoch of each partition that is owned by the last table. */
    @GuardedBy("lock") private final Map<Integer, Long> epochs = new HashMap<>();

    /**
     * Makes delivery of no partitions.
     *
     * @param nodeId which of the table's nodes this is
     */
    public Delivery(String nodeId, DeliverySettings settings, LogFollower log, LogHistory past, Ticker ticker) {
        this.nodeId = nodeId;
        this.log = log;
        this.room = new KeyRoom(settings.keys().keyLimit());
        this.lookBacks = new LookBacks(past);
        var judged = new JudgedHistory(past, settings.keys().window().toMillis());
        this.history =
                new HistoryReads(judged, new BlockIndex(settings.history().indexBytes()), settings.history());
        this.pages = new ChannelPages(history);
        var recent = new RecentRoom();
        for (int i = 0; i < settings.pumps(); i++) {
            var keys = new KeyStore(settings.keys(), room, lookBacks);
            var pump = new Pump(settings, ticker, log, history, publicationsRead, recalls, keys, recent);
            pumps.add(pump);
            threads.add(Thread.ofPlatform().name("pump-" + i).daemon().unstarted(pump));
        }
    }

    /** Starts the pumps. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Owns from now on what the table gives this node, and nothing else. */
    public void follow(PartitionTable table) {
        synchronized (lock) {
            for (int partition = 0; partition < table.partitions().size(); partition++) {
                PartitionTable.Entry entry = table.partitions().get(partition);
                boolean ours = entry.owner().filter(nodeId::equals).isPresent();
                Long held = epochs.get(partition);
                if (ours && (held == null || held < entry.epoch())) {
                    epochs.put(partition, entry.epoch());
                    pump(partition).add(new PumpCommand.Own(partition, entry.epoch()));
                } else if (!ours && held != null) {
                    epochs.remove(partition);
                    pump(partition).add(new PumpCommand.Disown(partition));
                }
            }
        }
    }

    /** Takes an edge as a follower of a partition, or refuses it; waits while the pump has too much to do. */
    public void attach(EdgeLink link, ToOwner.Attach attach) throws InterruptedException {
        pump(attach.partition()).put(new PumpCommand.Attach(link, attach));
    }

    /** Ends the following of a partition. */
    public void detach(EdgeLink link, ToOwner.Detach detach) throws InterruptedException {
        pump(detach.partition()).put(new PumpCommand.Detach(link, detach.partition()));
    }

    /** Changes what an edge wants of a partition. */
    public void changeInterests(EdgeLink link, ToOwner.ChangeInterests change) throws InterruptedException {
        pump(change.partition()).put(new PumpCommand.ChangeInterests(link, change));
    }

    /** Lets more be under way to an edge. */
    public void grant(EdgeLink link, ToOwner.Grant grant) throws InterruptedException {
        pump(grant.partition()).put(new PumpCommand.Grant(link, grant));
    }

    /** Begins to send an edge what it asks for of the past. */
    public void replay(EdgeLink link, ToOwner.Replay replay) throws InterruptedException {
        pump(replay.partition()).put(new PumpCommand.Replay(link, replay));
    }

    /** Lets more of a replay be under way to an edge. */
    public void grantReplay(EdgeLink link, ToOwner.GrantReplay grant) throws InterruptedException {
        pump(grant.partition()).put(new PumpCommand.GrantReplay(link, grant));
    }

    /** Ends a replay that an edge no longer wants. */
    public void cancelReplay(EdgeLink link, ToOwner.CancelReplay cancel) throws InterruptedException {
        pump(cancel.partition()).put(new PumpCommand.CancelReplay(link, cancel));
    }

    /** Forgets a link that has ended, with everything that followed through it; never waits. */
    public void lost(EdgeLink link) {
        pumps.forEach(pump -> pump.mailbox().add(new PumpCommand.LinkLost(link)));
    }

    /** Returns how many client connections are subscribed to a channel; unknown if that takes longer than the limit. */
    public SubscriberCount count(int partition, String channel, Duration limit) throws InterruptedException {
        var answer = new CompletableFuture<SubscriberCount>();
        pump(partition).put(new PumpCommand.Count(partition, channel, answer));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new SubscriberCount.Unknown();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this answer", e);
        }
    }

    /** Returns a page of what the log keeps of one channel; waits for the log where memory does not have it. */
    public PageOutcome page(PageRequest request) throws InterruptedException {
        return pages.read(request, pump(request.partition()));
    }

    /** Returns what is known of an idempotency key; waits for the log where that is not read far enough. */
    public KeyReply askKey(KeyQuestion question, Duration limit) throws InterruptedException {
        var answer = new CompletableFuture<KeyReply>();
        pump(question.partition()).put(new PumpCommand.AskKey(question, answer));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new KeyReply.Known(new KeyAnswer.NotYet());
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this answer", e);
        }
    }

    /** Returns how many idempotency keys are remembered, or have room promised. */
    public long keys() {
        return room.taken();
    }

    /** Returns the owned partitions in order of number, as of the last report of their pumps. */
    public List<PartitionStatus> status() {
        return pumps.stream()
                .flatMap(pump -> pump.status().stream())
                .sorted(Comparator.comparingInt(PartitionStatus::partition))
                .toList();
    }

    /** Returns how many publications were read from the log since the start. */
    public long publicationsRead() {
        return publicationsRead.sum();
    }

    /** Returns how many times a reader of the past was served from memory. */
    public long recalls() {
        return recalls.sum();
    }

    /** Returns what is read of the past, and what is known of it. */
    public HistoryReads history() {
        return history;
    }

    /** Returns how many commands wait for the pumps. */
    public int waitingCommands() {
        return pumps.stream().mapToInt(pump -> pump.mailbox().size()).sum();
    }

    /** Returns whether all pumps run; one that does not has met an error that nobody here can mend. */
    public boolean isRunning() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    /** Stops the pumps where they are; links hear nothing of it. */
    @Override
    public void close() {
        synchronized (lock) {
            epochs.keySet().forEach(log::release);
            epochs.clear();
        }
        pumps.forEach(pump -> pump.mailbox().add(new PumpCommand.Stop()));
        try {
            for (Thread thread : threads) {
                if (!thread.join(CLOSE_LIMIT)) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        history.close();
        lookBacks.close();
    }

    private Mailbox<PumpCommand> pump(int partition) {
        return pumps.get(Math.floorMod(partition, pumps.size())).mailbox();
    }
}
