package io.carillon.e2e.simulation;

import io.carillon.core.link.ToEdge;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.BlockBuilder;
import io.carillon.fanout.history.BlockIndex;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentRoom;
import io.carillon.fanout.keys.KeyRoom;
import io.carillon.fanout.keys.KeySettings;
import io.carillon.fanout.keys.KeyedRecord;
import io.carillon.fanout.keys.PartitionKeys;
import io.carillon.fanout.link.PartitionFeed;
import io.carillon.fanout.link.Reader;
import io.carillon.fanout.link.RecentFill;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One partition that a node believes to own: its feed, and what ties the feed to links, keys and the past. */
final class SimOwned implements PartitionFeed.Output, PartitionKeys.Output {

    private static final KeySettings KEYS = new KeySettings(Duration.ofMillis(SimLog.WINDOW_MILLIS), 12);

    final PartitionFeed feed;
    final PartitionKeys keys;

    private final World world;
    private final SimOwner owner;
    private final int partition;
    private final SimHistory history;
    private final BlockBuilder blocks;
    private final RecentFill fill;
    private long readThrough;

    SimOwned(World world, SimOwner owner, int partition, long epoch, long through, BlockIndex index, RecentRoom room) {
        this.world = world;
        this.owner = owner;
        this.partition = partition;
        this.readThrough = through;
        this.feed = new PartitionFeed(
                partition, epoch, through, world.log.nowMillis(), world.scenario.feedLimits(), room, this);
        this.keys = new PartitionKeys(KEYS, new KeyRoom(KEYS.keyLimit()), through, this);
        this.history = new SimHistory(world, partition, index, this::post);
        this.blocks = index.builder(partition, through);
        this.fill = new RecentFill(feed, world.scenario.feedLimits().recent());
    }

    /** Lets something happen on the owner's thread, unless it owns the partition no longer by then. */
    private void post(Runnable action) {
        owner.post(() -> {
            if (owner.owned(partition) == this) {
                action.run();
                owner.serve();
            }
        });
    }

    /** Returns up to where the log was read, judged or not. */
    long readThrough() {
        return readThrough;
    }

    /** Takes what was read of the log. */
    void advanced(List<Publication> publications, long through, long timeMillis) {
        readThrough = through;
        keys.advanced(publications, through, timeMillis, () -> {}, world.agenda.nanos());
    }

    /** Does what is due now and then. */
    void report() {
        feed.report();
        fill.begin().ifPresent(this::fill);
        keys.report(world.agenda.nanos());
    }

    private void fill(HistoryQuery query) {
        history.read(query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                fill.filled(query, page).ifPresent(SimOwned.this::fill);
            }

            @Override
            public void failed() {
                // Nobody waits for it.
            }
        });
    }

    @Override
    public void judged(List<Publication> publications, long through, long timeMillis) {
        blocks.read(feed.through(), publications, through);
        feed.appended(publications, through, timeMillis);
    }

    /** Goes on behind what the log lost. */
    void lost(long through) {
        readThrough = through;
        keys.lost(through);
        feed.lost(through);
    }

    @Override
    public void lookBehind(PartitionKeys asker, long from, long until) {
        lookBack(from, until, Long.MAX_VALUE, false);
    }

    @Override
    public void lookSince(PartitionKeys asker, long millis, long until, long limit) {
        lookBack(world.log.before(partition, Math.max(0, millis)), until, limit, true);
    }

    private void lookBack(long from, long until, long limit, boolean window) {
        world.agenda.in(
                world.chance.millis(1, world.scenario.historyMillis()),
                () -> post(() -> {
                    if (world.chance.in(world.scenario.historyFailure())) {
                        keys.lookBackFailed(window);
                        return;
                    }
                    List<KeyedRecord> records = world.log.records(partition, from, until).stream()
                            .map(KeyedRecord::of)
                            .flatMap(Optional::stream)
                            .toList();
                    keys.lookedBack(from, until, records, window, records.size() <= limit, world.agenda.nanos());
                }));
    }

    @Override
    public void send(String link, ToEdge message) {
        owner.send(link, message);
    }

    @Override
    public void readHistory(Reader reader, HistoryQuery query) {
        history.read(query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                feed.historyRead(reader, page.after(), page.through(), page.publications());
            }

            @Override
            public void failed() {
                feed.historyFailed(reader);
            }
        });
    }

    @Override
    public void findLast(Reader reader, LastSearch search, long after) {
        history.findLast(search, after, new HistoryReads.LastAnswer() {
            @Override
            public void found(LastSearch found) {
                feed.lastFound(reader, found);
            }

            @Override
            public void failed() {
                feed.historyFailed(reader);
            }
        });
    }
}
