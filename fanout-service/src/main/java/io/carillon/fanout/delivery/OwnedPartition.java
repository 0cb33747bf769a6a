package io.carillon.fanout.delivery;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.BlockBuilder;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentRoom;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.fanout.keys.KeyReply;
import io.carillon.fanout.keys.PartitionKeys;
import io.carillon.fanout.link.FeedLimits;
import io.carillon.fanout.link.PageRequest;
import io.carillon.fanout.link.PartitionFeed;
import io.carillon.fanout.link.Reader;
import io.carillon.fanout.link.Recall;
import io.carillon.fanout.link.RecentFill;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One partition under one ownership epoch: its feed, and what ties the feed to links and log.
 *
 * <pre>
 *               first word of the log            log cut back, or a rule broke
 *   STARTING ───────────────────────────▶ FED ─────────────────────────────────▶ (a new one is started)
 *   refuses with NOT_READY                serves
 * </pre>
 *
 * <p>Belongs to its pump's thread.
 */
final class OwnedPartition implements PartitionFeed.Output {

    private final int partition;
    private final long epoch;
    private final LogIntake intake;
    private final FeedLimits limits;
    private final RecentRoom room;
    private final Settling settling;
    private final HistoryReads history;
    private final Mailbox<PumpCommand> mailbox;
    private final PartitionReads reads;
    private final LongAdder recalls;
    private final KeyStore keyStore;

    private final Map<String, EdgeLink> links = new LinkedHashMap<>();

    private @Nullable PartitionFeed feed;
    private @Nullable BlockBuilder blocks;
    private @Nullable PartitionKeys keys;
    private @Nullable RecentFill fill;

    OwnedPartition(
            int partition,
            long epoch,
            LogIntake intake,
            FeedLimits limits,
            RecentRoom room,
            Settling settling,
            HistoryReads history,
            Mailbox<PumpCommand> mailbox,
            LongAdder recalls,
            KeyStore keyStore) {
        this.partition = partition;
        this.epoch = epoch;
        this.intake = intake;
        this.limits = limits;
        this.room = room;
        this.settling = settling;
        this.history = history;
        this.mailbox = mailbox;
        this.reads = new PartitionReads(this, history, mailbox);
        this.recalls = recalls;
        this.keyStore = keyStore;
    }

    int partition() {
        return partition;
    }

    long epoch() {
        return epoch;
    }

    Mailbox<PumpCommand> mailbox() {
        return mailbox;
    }

    /** Returns whether a word of the log is meant for this ownership. */
    boolean listensTo(LogIntake other) {
        return intake == other;
    }

    void advanced(PumpCommand.Advanced advanced, long nowNanos) {
        if (keys == null) {
            List<Publication> publications = advanced.publications();
            long before = publications.isEmpty()
                    ? advanced.through()
                    : publications.getFirst().offset() - 1;
            feed = new PartitionFeed(partition, epoch, before, advanced.timeMillis(), limits, room, this);
            blocks = history.index().builder(partition, before);
            keys = keyStore.keysOf(this, before);
            fill = new RecentFill(feed, limits.recent());
        }
        keys.advanced(
                advanced.publications(),
                advanced.through(),
                advanced.timeMillis(),
                () -> advanced.intake().taken(advanced.bytes()),
                nowNanos);
    }

    void filled(RecentFill of, HistoryQuery query, HistoryPage page) {
        if (fill == of) {
            of.filled(query, page).ifPresent(next -> reads.fill(of, next));
        }
    }

    /** Takes what was read and is not void. */
    void judged(List<Publication> publications, long through, long timeMillis) {
        if (feed != null && blocks != null) {
            blocks.read(feed.through(), publications, through);
            feed.appended(publications, through, timeMillis);
        }
    }

    void lookedBack(PumpCommand.LookedBack found, long nowNanos) {
        if (keys == found.keys()) {
            found.keys()
                    .lookedBack(found.from(), found.until(), found.records(), found.window(), found.whole(), nowNanos);
        }
    }

    void lookBackFailed(PumpCommand.LookBackFailed failed) {
        if (keys == failed.keys()) {
            failed.keys().lookBackFailed(failed.window());
        }
    }

    /** Answers a question about a key; one that comes before the log has said where it ends has to be asked again. */
    void askKey(KeyQuestion question, CompletableFuture<KeyReply> answer, long nowNanos) {
        if (keys == null) {
            answer.complete(new KeyReply.Known(new KeyAnswer.NotYet()));
        } else {
            keys.ask(question, answer::complete, nowNanos);
        }
    }

    /** Goes on behind a hole; returns false if there is no going on, since the log was cut back behind what was told. */
    boolean lost(long to) {
        if (feed == null) {
            return true;
        }
        if (to <= feed.through()) {
            // Offsets mean something else from here on.
            history.index().forget(partition);
            return false;
        }
        feed.lost(to - 1);
        if (keys != null) {
            keys.lost(to - 1);
        }
        return true;
    }

    void attach(EdgeLink link, ToOwner.Attach attach) {
        if (feed == null) {
            link.send(new ToEdge.Refused(partition, epoch, ToEdge.Reason.NOT_READY));
            return;
        }
        links.put(link.id(), link);
        feed.attach(link.id(), attach);
    }

    void changeInterests(EdgeLink link, ToOwner.ChangeInterests change) {
        if (feed != null) {
            feed.changeInterests(link.id(), change);
        }
    }

    void grant(EdgeLink link, long bytes) {
        if (feed != null) {
            feed.grant(link.id(), bytes);
        }
    }

    void replay(EdgeLink link, ToOwner.Replay replay) {
        if (feed != null) {
            feed.replay(link.id(), replay);
        }
    }

    void grantReplay(EdgeLink link, ToOwner.GrantReplay grant) {
        if (feed != null) {
            feed.grantReplay(link.id(), grant.id(), grant.bytes());
        }
    }

    void cancelReplay(EdgeLink link, ToOwner.CancelReplay cancel) {
        if (feed != null) {
            feed.cancelReplay(link.id(), cancel.id());
        }
    }

    void detach(EdgeLink link) {
        if (links.remove(link.id()) != null && feed != null) {
            feed.detach(link.id());
        }
    }

    void historyRead(Reader reader, HistoryPage page) {
        if (feed != null) {
            feed.historyRead(reader, page.after(), page.through(), page.publications());
        }
    }

    void lastFound(Reader reader, LastSearch search) {
        if (feed != null) {
            feed.lastFound(reader, search);
        }
    }

    void historyFailed(Reader reader) {
        if (feed != null) {
            feed.historyFailed(reader);
        }
    }

    Recalled recall(PageRequest request) {
        if (feed == null) {
            return new Recalled.NotReady();
        }
        Recall recall = feed.recall(request);
        if (recall instanceof Recall.Page) {
            recalled();
        }
        return new Recalled.Known(recall);
    }

    SubscriberCount count(String channel, long nowNanos) {
        return feed != null && settling.isSettled(feed.followers(), nowNanos)
                ? new SubscriberCount.Known(feed.connections(channel))
                : new SubscriberCount.Unknown();
    }

    /** Gives every follower a turn; returns whether some could go on at once. */
    boolean serve() {
        return feed != null && feed.serve();
    }

    /** Tells every follower how far it is covered. */
    void report(long nowNanos) {
        if (feed != null) {
            settling.isSettled(feed.followers(), nowNanos);
            feed.report();
            RecentFill filling = fill;
            if (filling != null) {
                // Not before the first report, so that edges that come to a new owner have their turn at the log first.
                filling.begin().ifPresent(query -> reads.fill(filling, query));
            }
        }
        if (keys != null) {
            keys.report(nowNanos);
        }
    }

    /** Lets go of all followers, which ask again or go where the table says. */
    void end(ToEdge.Reason reason) {
        if (feed != null) {
            feed.close();
            feed = null;
        }
        fill = null;
        if (keys != null) {
            keys.end();
            keys = null;
        }
        links.values().forEach(link -> link.send(new ToEdge.Refused(partition, epoch, reason)));
        links.clear();
    }

    PartitionStatus status() {
        return feed == null
                ? new PartitionStatus(partition, epoch, PartitionStatus.UNKNOWN, 0, 0, 0)
                : new PartitionStatus(
                        partition, epoch, feed.through(), feed.followers(), feed.lag(), feed.recentBytes());
    }

    @Override
    public void send(String link, ToEdge message) {
        EdgeLink to = links.get(link);
        if (to != null) {
            to.send(message);
        }
    }

    @Override
    public void recalled() {
        recalls.increment();
    }

    @Override
    public void findLast(Reader reader, LastSearch search, long after) {
        reads.findLast(reader, search, after);
    }

    @Override
    public void readHistory(Reader reader, HistoryQuery query) {
        reads.read(reader, query);
    }
}
