package io.carillon.fanout.delivery;

import io.carillon.core.publication.Publication;
import io.carillon.fanout.keys.KeyAnswer;
import io.carillon.fanout.keys.KeyLedger;
import io.carillon.fanout.keys.KeySettings;
import io.carillon.fanout.keys.KeyedRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one owned partition knows of keys: passes on what is read of the log without what is void, and answers ingests.
 *
 * <p>Usually it passes on at once. Only where a record wants it to look back further than it knows, which happens shortly
 * after it became owner, what is read waits for that, in order. The whole window is read back when an ingest asks for the
 * first time, and delays nobody but those who ask.
 *
 * <p>Belongs to its pump's thread.
 */
final class PartitionKeys {

    /** Takes what is not void, in order. */
    interface Sink {
        void judged(List<Publication> publications, long through, long timeMillis);
    }

    /** A question that cannot be answered yet. */
    private record Waiting(KeyQuestion question, CompletableFuture<KeyReply> answer, long deadlineNanos) {}

    /** Something read of the log that has not been passed on, or not all of it. */
    private static final class Held {
        private final PumpCommand.Advanced advanced;
        private List<Publication> rest;

        Held(PumpCommand.Advanced advanced) {
            this.advanced = advanced;
            this.rest = advanced.publications();
        }
    }

    /** How long a question waits; an ingest gives up then. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Most questions that wait for one partition. */
    private static final int WAITING_LIMIT = 10_000;

    /** How long the log may be silent before nobody is told that nothing was published under a key. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** How long after a window that had no room, or was not read, it is tried again. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final int partition;
    private final Sink sink;
    private final LookBacks lookBacks;
    private final Mailbox<PumpCommand> mailbox;
    private final OwnedPartition owner;
    private final KeyLedger ledger;
    private final KeySettings settings;

    private final Deque<Held> held = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /** Whether what is read of the log waits for a look back. */
    private boolean holds;

    /** Whether the whole window is being read back. */
    private boolean readsWindow;

    private long heardNanos;
    private long windowTriedNanos;
    private boolean windowTried;

    PartitionKeys(OwnedPartition owner, long through, KeyStore store, Sink sink) {
        this.owner = owner;
        this.partition = owner.partition();
        this.mailbox = owner.mailbox();
        this.settings = store.settings();
        this.ledger = new KeyLedger(settings.window().toMillis(), store.room(), through);
        this.lookBacks = store.lookBacks();
        this.sink = sink;
    }

    /** Takes what was read of the log. */
    void advanced(PumpCommand.Advanced advanced, long nowNanos) {
        heardNanos = nowNanos;
        held.add(new Held(advanced));
        release();
        answer(nowNanos);
    }

    /** Goes on behind a hole in the log. */
    void lost(long through) {
        ledger.lost(through);
    }

    /** Takes the keys that lie before those known. */
    void lookedBack(PumpCommand.LookedBack found, long nowNanos) {
        ended(found.window());
        if (found.whole()) {
            ledger.extend(found.from(), found.until(), found.records(), found.window());
        } else {
            ledger.tooLarge();
        }
        release();
        answer(nowNanos);
    }

    /** Takes it that the log could not be read; it is tried again with the next report. */
    void lookBackFailed(boolean window) {
        ended(window);
    }

    private void ended(boolean window) {
        readsWindow &= !window;
        holds &= window;
    }

    /** Answers a question, as soon as the answer is known. */
    void ask(KeyQuestion question, CompletableFuture<KeyReply> answer, long nowNanos) {
        if (waiting.size() >= WAITING_LIMIT) {
            answer.complete(new KeyReply.Busy());
            return;
        }
        waiting.add(new Waiting(question, answer, nowNanos + PATIENCE.toNanos()));
        answer(nowNanos);
    }

    /** Does what is due now and then. */
    void report(long nowNanos) {
        ledger.expirePromises(nowNanos / 1_000_000);
        release();
        answer(nowNanos);
    }

    int keys() {
        return ledger.keys();
    }

    /** Lets everybody know who waits that the partition is owned no longer. */
    void end() {
        waiting.forEach(each -> each.answer().complete(new KeyReply.NotOwner()));
        waiting.clear();
        held.clear();
        ledger.close();
    }

    private void release() {
        Held first;
        while (!holds && (first = held.peek()) != null) {
            KeyLedger.Judged judged = ledger.judge(first.rest);
            PumpCommand.Advanced advanced = first.advanced;
            if (judged.count() == first.rest.size()) {
                held.remove();
                ledger.advance(advanced.through(), advanced.timeMillis());
                sink.judged(judged.heard(), advanced.through(), advanced.timeMillis());
                advanced.intake().taken(advanced.bytes());
                continue;
            }
            if (judged.count() > 0) {
                Publication last = first.rest.get(judged.count() - 1);
                first.rest = first.rest.subList(judged.count(), first.rest.size());
                ledger.advance(last.offset(), 0);
                sink.judged(judged.heard(), last.offset(), 0);
            }
            lookBackTo(judged.needs());
        }
    }

    private void answer(long nowNanos) {
        boolean wantsWindow = false;
        var still = new ArrayList<Waiting>();
        for (Waiting each : waiting) {
            KeyAnswer answer = answerTo(each.question(), nowNanos);
            boolean late = nowNanos - each.deadlineNanos() >= 0;
            boolean notYet = answer instanceof KeyAnswer.NotYet;
            wantsWindow |= answer instanceof KeyAnswer.Full
                    || (notYet && each.question().offset() <= ledger.through());
            if (notYet && !late) {
                still.add(each);
            } else {
                each.answer().complete(new KeyReply.Known(answer));
            }
        }
        waiting.clear();
        waiting.addAll(still);
        boolean due = !windowTried || nowNanos - windowTriedNanos >= TRY_AGAIN.toNanos();
        if (wantsWindow && due && !ledger.isComplete() && !readsWindow && ledger.windowBegin() > 0) {
            windowTried = true;
            windowTriedNanos = nowNanos;
            lookBackForWindow();
        }
    }

    private KeyAnswer answerTo(KeyQuestion question, long nowNanos) {
        if (question.offset() != KeyQuestion.BEFORE) {
            return ledger.verdict(question.identity(), question.body(), question.offset());
        }
        boolean silent = nowNanos - heardNanos >= SILENCE.toNanos();
        return silent ? new KeyAnswer.NotYet() : ledger.ask(question.identity(), question.body(), nowNanos / 1_000_000);
    }

    private void lookBackTo(long from) {
        holds = true;
        long until = ledger.coveredFrom();
        // Without bound in number: it ends where the record says, and what is live waits for it.
        lookBacks.readBehind(partition, from, until, Long.MAX_VALUE, answerTo(until, false));
    }

    private void lookBackForWindow() {
        readsWindow = true;
        long until = ledger.coveredFrom();
        lookBacks.readSince(partition, ledger.windowBegin(), until, settings.keyLimit(), answerTo(until, true));
    }

    private LookBacks.Answer answerTo(long until, boolean window) {
        return new LookBacks.Answer() {
            @Override
            public void read(long from, List<KeyedRecord> records, boolean whole) {
                mailbox.add(new PumpCommand.LookedBack(owner, PartitionKeys.this, from, until, records, window, whole));
            }

            @Override
            public void failed() {
                mailbox.add(new PumpCommand.LookBackFailed(owner, PartitionKeys.this, window));
            }
        };
    }
}
