package io.carillon.fanout.delivery;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.log.LogFollower;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.RecentRoom;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.fanout.keys.KeyReply;
import io.carillon.fanout.link.PageRequest;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Feeds some of the owned partitions to the edges that follow them.
 *
 * <p>Threading: the thread in {@link #run} owns every mutable field and every partition. Others may put commands into the
 * mailbox and read {@link #status()}.
 *
 * <p>Commands are obeyed in batches, all that have come; then each partition that something happened to serves its
 * followers one turn; then it looks for commands again. So a burst becomes large batches, a follower that catches up takes
 * turns with everything else, and when nothing is to be done the thread sleeps until a command comes or a report is due.
 */
final class Pump implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(Pump.class.getName());

    private final DeliverySettings settings;
    private final Ticker ticker;
    private final LogFollower log;
    private final HistoryReads history;
    private final LongAdder publicationsRead;
    private final LongAdder recalls;
    private final KeyStore keys;
    private final RecentRoom room;
    private final Mailbox<PumpCommand> mailbox;

    private final Map<Integer, OwnedPartition> owned = new LinkedHashMap<>();
    private final Set<OwnedPartition> unserved = new LinkedHashSet<>();
    private boolean stopping;

    /** Written by the pump's thread, at each report and change of ownership. */
    private volatile List<PartitionStatus> status = List.of();

    Pump(
            DeliverySettings settings,
            Ticker ticker,
            LogFollower log,
            HistoryReads history,
            LongAdder publicationsRead,
            LongAdder recalls,
            KeyStore keys,
            RecentRoom room) {
        this.settings = settings;
        this.ticker = ticker;
        this.log = log;
        this.history = history;
        this.publicationsRead = publicationsRead;
        this.recalls = recalls;
        this.keys = keys;
        this.room = room;
        this.mailbox = new Mailbox<>(settings.commandLimit(), ticker);
    }

    Mailbox<PumpCommand> mailbox() {
        return mailbox;
    }

    /** Returns what the partitions looked like at the last report. */
    List<PartitionStatus> status() {
        return status;
    }

    @Override
    public void run() {
        try {
            List<PumpCommand> commands = new ArrayList<>();
            long reportNanos = settings.report().toNanos();
            long dueNanos = ticker.nanos() + reportNanos;
            while (!stopping) {
                commands = mailbox.takeAll(commands, unserved.isEmpty() ? dueNanos : ticker.nanos());
                for (PumpCommand command : commands) {
                    obey(command);
                }
                commands.clear();
                unserved.removeIf(partition -> !serve(partition));
                long now = ticker.nanos();
                if (now - dueNanos >= 0) {
                    report(now);
                    dueNanos = now + reportNanos;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void obey(PumpCommand command) {
        switch (command) {
            case PumpCommand.Own(int partition, long epoch) -> own(partition, epoch);
            case PumpCommand.Disown(int partition) -> disown(partition);
            case PumpCommand.Advanced advanced -> advanced(advanced);
            case PumpCommand.Lost(var intake, long from, long to) -> lost(intake, from, to);
            case PumpCommand.Attach(var link, var attach) -> attach(link, attach);
            case PumpCommand.Detach(var link, int partition) -> touch(partition, of -> of.detach(link));
            case PumpCommand.ChangeInterests(var link, var change) ->
                touch(change.partition(), of -> of.changeInterests(link, change));
            case PumpCommand.Grant(var link, var grant) ->
                touch(grant.partition(), of -> of.grant(link, grant.bytes()));
            case PumpCommand.Replay(var link, var replay) -> touch(replay.partition(), of -> of.replay(link, replay));
            case PumpCommand.GrantReplay(var link, var grant) ->
                touch(grant.partition(), of -> of.grantReplay(link, grant));
            case PumpCommand.CancelReplay(var link, var cancel) ->
                touch(cancel.partition(), of -> of.cancelReplay(link, cancel));
            case PumpCommand.LinkLost(var link) -> owned.values().forEach(of -> of.detach(link));
            case PumpCommand.HistoryRead(var of, var reader, var page) -> touch(of, it -> it.historyRead(reader, page));
            case PumpCommand.LastFound(var of, var reader, var search) -> touch(of, it -> it.lastFound(reader, search));
            case PumpCommand.HistoryFailed(var of, var reader) -> of.historyFailed(reader);
            case PumpCommand.Filled(var of, var fill, var query, var page) ->
                touch(of, it -> it.filled(fill, query, page));
            case PumpCommand.LookedBack found -> touch(found.partition(), it -> it.lookedBack(found, ticker.nanos()));
            case PumpCommand.LookBackFailed failed -> failed.partition().lookBackFailed(failed);
            case PumpCommand.AskKey(var question, var answer) -> askKey(question, answer);
            case PumpCommand.Recall(var request, var answer) -> recall(request, answer);
            case PumpCommand.Count count -> answer(count);
            case PumpCommand.Stop() -> stopping = true;
        }
    }

    private void own(int partition, long epoch) {
        OwnedPartition before = owned.remove(partition);
        if (before != null) {
            unserved.remove(before);
            before.end(ToEdge.Reason.MOVED);
        }
        start(partition, epoch);
        LOGGER.log(Level.DEBUG, "partition owned partition={0} epoch={1}", partition, Long.toString(epoch));
    }

    private void start(int partition, long epoch) {
        var intake = new LogIntake(partition, log, mailbox, settings.backlogBytes());
        var settling = new Settling(settings.expectedEdges(), ticker.nanos(), settings.settle());
        owned.put(
                partition,
                new OwnedPartition(
                        partition, epoch, intake, settings.feed(), room, settling, history, mailbox, recalls, keys));
        log.ownFromEnd(partition, intake);
        publishStatus();
    }

    private void disown(int partition) {
        OwnedPartition before = owned.remove(partition);
        if (before != null) {
            log.release(partition);
            history.index().forget(partition);
            unserved.remove(before);
            before.end(ToEdge.Reason.MOVED);
            publishStatus();
        }
    }

    private void advanced(PumpCommand.Advanced advanced) {
        OwnedPartition of = listeningTo(advanced.intake());
        if (of != null) {
            publicationsRead.add(advanced.publications().size());
            boolean first = of.status().through() == PartitionStatus.UNKNOWN;
            touch(of, it -> it.advanced(advanced, ticker.nanos()));
            if (first) {
                // Somebody may wait for it to be ready, to move it here.
                publishStatus();
                LOGGER.log(
                        Level.DEBUG,
                        "partition ready partition={0} epoch={1} through={2}",
                        of.partition(),
                        Long.toString(of.epoch()),
                        Long.toString(advanced.through()));
            }
        }
    }

    private void lost(LogIntake intake, long from, long to) {
        OwnedPartition of = listeningTo(intake);
        if (of == null) {
            return;
        }
        LOGGER.log(
                Level.ERROR,
                "log lost records partition={0} from={1} to={2}; goes on behind them",
                of.partition(),
                Long.toString(from),
                Long.toString(to));
        touch(of, it -> {
            if (!it.lost(to)) {
                throw new IllegalStateException("log was cut back from " + from + " to " + to);
            }
        });
    }

    private @Nullable OwnedPartition listeningTo(LogIntake intake) {
        OwnedPartition of = owned.get(intake.partition());
        return of != null && of.listensTo(intake) ? of : null;
    }

    private void attach(EdgeLink link, ToOwner.Attach attach) {
        if (owned.containsKey(attach.partition())) {
            touch(attach.partition(), of -> of.attach(link, attach));
        } else {
            link.send(new ToEdge.Refused(attach.partition(), attach.epoch(), ToEdge.Reason.NOT_OWNER));
        }
    }

    private void askKey(KeyQuestion question, CompletableFuture<KeyReply> answer) {
        OwnedPartition of = owned.get(question.partition());
        if (of == null) {
            answer.complete(new KeyReply.NotOwner());
        } else {
            touch(of, it -> it.askKey(question, answer, ticker.nanos()));
        }
    }

    private void recall(PageRequest request, CompletableFuture<Recalled> answer) {
        OwnedPartition of = owned.get(request.partition());
        answer.complete(of == null ? new Recalled.NotOwner() : of.recall(request));
    }

    private void answer(PumpCommand.Count count) {
        OwnedPartition of = owned.get(count.partition());
        count.answer()
                .complete(of == null ? new SubscriberCount.NotOwner() : of.count(count.channel(), ticker.nanos()));
    }

    private interface Step {
        void on(OwnedPartition partition);
    }

    private void touch(int partition, Step step) {
        OwnedPartition of = owned.get(partition);
        if (of != null) {
            touch(of, step);
        }
    }

    private void touch(OwnedPartition of, Step step) {
        try {
            step.on(of);
            unserved.add(of);
        } catch (RuntimeException e) {
            startAnew(of, e);
        }
    }

    private boolean serve(OwnedPartition of) {
        try {
            return of.serve();
        } catch (RuntimeException e) {
            startAnew(of, e);
            return false;
        }
    }

    /**
     * Begins a partition anew at the end of the log, since its feed can no longer be trusted. Its followers ask again, each
     * with where it stands, and read what they miss from the log; the other partitions notice nothing.
     */
    private void startAnew(OwnedPartition broken, RuntimeException cause) {
        LOGGER.log(Level.ERROR, "feed broke and starts anew partition=" + broken.partition(), cause);
        broken.end(ToEdge.Reason.NOT_READY);
        if (owned.get(broken.partition()) == broken) {
            start(broken.partition(), broken.epoch());
        }
    }

    private void report(long nowNanos) {
        for (OwnedPartition of : List.copyOf(owned.values())) {
            // Served as well, so that what failed (a read of history) is tried again now and then.
            touch(of, it -> it.report(nowNanos));
        }
        publishStatus();
    }

    private void publishStatus() {
        status = owned.values().stream().map(OwnedPartition::status).toList();
    }
}
