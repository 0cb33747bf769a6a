package io.carillon.e2e.simulation;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyQuestion;
import io.carillon.fanout.keys.KeyReply;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishers under keys, and the ingests they publish through: they ask whom they believe to own the partition, append when
 * they get to it, are killed in between, and try again under the same key, as often as they like.
 */
final class SimIngest {

    private static final int TRIES = 6;

    /** How long an ingest waits for an answer; a little longer than owners let it wait. */
    private static final long PATIENCE_NANOS = 2_500_000_000L;

    private final World world;
    private final Chance chance;
    private int attempts;

    /**
     * Makes publishers.
     *
     * @param chance their own, so that a world without keys is the same with and without them
     */
    SimIngest(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    /** Publishes something under one of a few keys. */
    void publish() {
        String channel = World.channel(chance.between(0, world.scenario.channels() - 1));
        String key = "key-" + chance.between(0, 3);
        attempt(channel, key, TRIES);
    }

    /** Tries once; each attempt has a body of its own, so that one can tell which of them is heard. */
    private void attempt(String channel, String key, int tries) {
        if (tries == 0) {
            return;
        }
        String json = "{\"key\":\"" + key + "\",\"attempt\":" + attempts++ + "}";
        Digest identity = PublishKey.identity(channel, "", key);
        Digest body = Digest.of(Payload.of(json));
        ask(channel, identity, body, KeyQuestion.BEFORE, answer -> {
            switch (answer) {
                case KeyAnswer.Fresh(long after) ->
                    world.agenda.in(chance.millis(0, chance.in(0.2) ? 2_500 : 50), () -> {
                        append(channel, json, new PublishKey("", key, body, after));
                        if (chance.in(0.5)) {
                            // The ingest was killed, or its answer lost: whoever published tries again.
                            later(() -> attempt(channel, key, tries - 1));
                        }
                    });
                case KeyAnswer.Repeat(long offset, long _, boolean _) -> requireUnder(channel, key, offset);
                case KeyAnswer.NotYet() -> later(() -> attempt(channel, key, tries - 1));
                case KeyAnswer.Full() -> world.trace.note(() -> "no room for " + key + " of " + channel);
                case KeyAnswer.First() -> throw new Violation("first of nothing: " + key + " of " + channel);
            }
        });
    }

    private void append(String channel, String json, PublishKey key) {
        Publication appended = world.log.append(channel, json, 0, key);
        world.trace.note(() -> "log has " + appended);
        world.heardOf(appended);
        verdict(appended, key, TRIES);
    }

    private void verdict(Publication appended, PublishKey key, int tries) {
        if (tries == 0) {
            return;
        }
        Digest identity = key.identity(appended.channel());
        ask(appended.channel(), identity, key.body(), appended.offset(), answer -> {
            boolean isVoid = world.log.isVoid(appended.partition(), appended.offset());
            switch (answer) {
                case KeyAnswer.First() when isVoid -> throw new Violation("void, and called the first: " + appended);
                case KeyAnswer.Repeat _ when !isVoid -> throw new Violation("heard, and called a repeat: " + appended);
                case KeyAnswer.NotYet() -> later(() -> verdict(appended, key, tries - 1));
                case KeyAnswer.First _, KeyAnswer.Repeat _ -> world.verdicts++;
                case KeyAnswer.Fresh _, KeyAnswer.Full _ -> throw new Violation("no verdict: " + answer);
            }
        });
    }

    private void requireUnder(String channel, String key, long offset) {
        int partition = world.log.partitionOf(channel);
        boolean there = world.log.records(partition, offset - 1, offset).stream()
                .anyMatch(record -> record.channel().equals(channel)
                        && record.key() != null
                        && record.key().key().equals(key));
        if (!there) {
            throw new Violation("called a repeat of what is not there: " + key + " of " + channel + " at " + offset);
        }
    }

    private interface Answered {
        void with(KeyAnswer answer);
    }

    /** Asks some node, which may own the partition, may believe so, or may not; one that is gone does not answer. */
    private void ask(String channel, Digest identity, Digest body, long offset, Answered then) {
        SimOwner owner = chance.pick(world.owners);
        int partition = world.log.partitionOf(channel);
        var open = new AtomicBoolean(true);
        Answered once = answer -> {
            if (open.compareAndSet(true, false)) {
                then.with(answer);
            }
        };
        world.agenda.in(PATIENCE_NANOS, () -> once.with(new KeyAnswer.NotYet()));
        world.agenda.in(
                chance.millis(0, 20),
                () -> owner.post(() -> {
                    SimOwned of = owner.owned(partition);
                    if (of == null) {
                        answer(new KeyReply.NotOwner(), once);
                    } else {
                        of.keys.ask(
                                new KeyQuestion(partition, identity, body, offset),
                                reply -> answer(reply, once),
                                world.agenda.nanos());
                    }
                }));
    }

    private void answer(KeyReply reply, Answered then) {
        KeyAnswer answer = switch (reply) {
            case KeyReply.Known(KeyAnswer known) -> known;
            case KeyReply.NotOwner(), KeyReply.Busy() -> new KeyAnswer.NotYet();
        };
        world.agenda.in(chance.millis(0, 20), () -> then.with(answer));
    }

    private void later(Runnable action) {
        world.agenda.in(chance.millis(20, 1_500), action);
    }
}
