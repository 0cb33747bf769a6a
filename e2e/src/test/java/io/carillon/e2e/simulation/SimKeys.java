package io.carillon.e2e.simulation;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyLedger;
import io.carillon.fanout.keys.KeyRoom;
import io.carillon.fanout.keys.KeyedRecord;
import io.carillon.fanout.link.PartitionFeed;
import java.util.List;
import java.util.Optional;

/** What an owner knows of the keys of one partition, with look backs that take their time. */
final class SimKeys {

    private static final int ROOM = 12;

    private final World world;
    private final SimOwner owner;
    private final int partition;
    private final KeyLedger ledger;
    private boolean holds;
    private boolean readsWindow;

    SimKeys(World world, SimOwner owner, int partition, long through) {
        this.world = world;
        this.owner = owner;
        this.partition = partition;
        this.ledger = new KeyLedger(SimLog.WINDOW_MILLIS, new KeyRoom(ROOM), through);
    }

    /** Passes on what is not void; returns whether all of it could be judged. */
    boolean judge(PartitionFeed feed, List<Publication> read, long through, long timeMillis) {
        if (holds) {
            return false;
        }
        KeyLedger.Judged judged = ledger.judge(read);
        if (judged.count() == read.size()) {
            ledger.advance(through, timeMillis);
            feed.appended(List.copyOf(judged.heard()), through, timeMillis);
            return true;
        }
        if (judged.count() > 0) {
            Publication last = read.get(judged.count() - 1);
            ledger.advance(last.offset(), 0);
            feed.appended(List.copyOf(judged.heard()), last.offset(), 0);
        }
        holds = true;
        lookBack(judged.needs(), false);
        return false;
    }

    void lost(long through) {
        ledger.lost(through);
    }

    KeyAnswer ask(Digest identity, Digest body) {
        ledger.expirePromises(world.agenda.millis());
        return windowFor(ledger.ask(identity, body, world.agenda.millis()));
    }

    KeyAnswer verdict(Digest identity, Digest body, long offset) {
        return windowFor(ledger.verdict(identity, body, offset));
    }

    private KeyAnswer windowFor(KeyAnswer answer) {
        boolean wanting = answer instanceof KeyAnswer.NotYet || answer instanceof KeyAnswer.Full;
        if (wanting && !ledger.isComplete() && !readsWindow && ledger.windowBegin() > 0) {
            readsWindow = true;
            lookBack(world.log.before(partition, ledger.windowBegin()), true);
        }
        return answer;
    }

    private void lookBack(long from, boolean window) {
        long until = ledger.coveredFrom();
        world.agenda.in(
                world.chance.millis(1, world.scenario.historyMillis()),
                () -> owner.post(() -> {
                    if (owner.keys(partition) == this) {
                        List<KeyedRecord> records = world.log.records(partition, from, until).stream()
                                .map(KeyedRecord::of)
                                .flatMap(Optional::stream)
                                .toList();
                        ledger.extend(from, until, records, window);
                        holds &= window;
                        readsWindow &= !window;
                        owner.read(partition);
                    }
                }));
    }
}
