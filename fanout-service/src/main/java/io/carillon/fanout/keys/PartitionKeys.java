package io.carillon.fanout.keys;

import io.carillon.core.publication.Publication;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one owned partition knows of keys: passes on what is read of the log without what is void, and answers ingests.
 *
 * <p>Usually it passes on at once. Only where a record wants it to look back further than it knows, which happens shortly
 * after it became owner, what is read waits for that, in order. The whole window is read back when an ingest asks for the
 * first time, and delays nobody but those who ask.
 *
 * <p>No I/O, no clock, no threads; for one caller at a time.
 */
public final class PartitionKeys {

    /** What it wants to happen. Calls come back on the driver's own stack and must not call it. */
    public interface Output {

        /** Takes what is not void, in order. */
        void judged(List<Publication> publications, long through, long timeMillis);

        /**
         * Wants the keys in (from, until] of the log, to be answered with {@link #lookedBack} or {@link #lookBackFailed}.
         *
         * @param asker is to be answered
         */
        void lookBehind(PartitionKeys asker, long from, long until);

        /**
         * Wants the keys of what was appended at a time or later, up to an offset, to be answered in the same way.
         *
         * @param asker is to be answered
         * @param millis in milliseconds since 1970-01-01T00:00Z
         * @param limit most keys that are of use
         */
        void lookSince(PartitionKeys asker, long millis, long until, long limit);
    }

    /** A question that cannot be answered yet. */
    private record Waiting(KeyQuestion question, Consumer<KeyReply> answer, long deadlineNanos) {}

    /** Something read of the log that has not been passed on, or not all of it. */
    private static final class Held {
        private final long through;
        private final long timeMillis;
        private final Runnable passedOn;
        private List<Publication> rest;

        Held(List<Publication> publications, long through, long timeMillis, Runnable passedOn) {
            this.rest = publications;
            this.through = through;
            this.timeMillis = timeMillis;
            this.passedOn = passedOn;
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

    private final KeyLedger ledger;
    private final KeySettings settings;
    private final Output output;

    private final Deque<Held> held = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /** Whether what is read of the log waits for a look back. */
    private boolean holds;

    /** Whether the whole window is being read back. */
    private boolean readsWindow;

    private long heardNanos;
    private long windowTriedNanos;
    private boolean windowTried;

    /**
     * Knows no keys yet.
     *
     * @param room for the keys of all partitions of this node
     * @param through the log was read up to here, and nothing is known of it
     */
    public PartitionKeys(KeySettings settings, KeyRoom room, long through, Output output) {
        this.settings = settings;
        this.ledger = new KeyLedger(settings.window().toMillis(), room, through);
        this.output = output;
    }

    /**
     * Takes what was read of the log.
     *
     * @param publications what is in the log, void or not, with its keys, in order
     * @param through the log was read up to this offset
     * @param timeMillis up to when the log was read
     * @param passedOn runs once all of it is passed on
     */
    public void advanced(
            List<Publication> publications, long through, long timeMillis, Runnable passedOn, long nowNanos) {
        heardNanos = nowNanos;
        held.add(new Held(publications, through, timeMillis, passedOn));
        release();
        answer(nowNanos);
    }

    /** Goes on behind a hole in the log. */
    public void lost(long through) {
        ledger.lost(through);
    }

    /**
     * Takes the keys that lie before those known.
     *
     * @param records everything keyed in (from, until], in order of offset
     * @param window whether they were wanted for the window
     * @param whole whether there were no more keys than are of use; otherwise there may be any
     */
    public void lookedBack(
            long from, long until, List<KeyedRecord> records, boolean window, boolean whole, long nowNanos) {
        ended(window);
        if (whole) {
            ledger.extend(from, until, records, window);
        } else {
            ledger.tooLarge();
        }
        release();
        answer(nowNanos);
    }

    /** Takes it that the log could not be read; it is tried again with the next report. */
    public void lookBackFailed(boolean window) {
        ended(window);
    }

    private void ended(boolean window) {
        readsWindow &= !window;
        holds &= window;
    }

    /** Answers a question, as soon as the answer is known. */
    public void ask(KeyQuestion question, Consumer<KeyReply> answer, long nowNanos) {
        if (waiting.size() >= WAITING_LIMIT) {
            answer.accept(new KeyReply.Busy());
            return;
        }
        waiting.add(new Waiting(question, answer, nowNanos + PATIENCE.toNanos()));
        answer(nowNanos);
    }

    /** Does what is due now and then. */
    public void report(long nowNanos) {
        ledger.expirePromises(nowNanos / 1_000_000);
        release();
        answer(nowNanos);
    }

    /** Lets everybody know who waits that the partition is owned no longer. */
    public void end() {
        waiting.forEach(each -> each.answer().accept(new KeyReply.NotOwner()));
        waiting.clear();
        held.clear();
        ledger.close();
    }

    private void release() {
        Held first;
        while (!holds && (first = held.peek()) != null) {
            KeyLedger.Judged judged = ledger.judge(first.rest);
            if (judged.count() == first.rest.size()) {
                held.remove();
                ledger.advance(first.through, first.timeMillis);
                output.judged(judged.heard(), first.through, first.timeMillis);
                first.passedOn.run();
                continue;
            }
            if (judged.count() > 0) {
                Publication last = first.rest.get(judged.count() - 1);
                first.rest = first.rest.subList(judged.count(), first.rest.size());
                ledger.advance(last.offset(), 0);
                output.judged(judged.heard(), last.offset(), 0);
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
                each.answer().accept(new KeyReply.Known(answer));
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
        output.lookBehind(this, from, ledger.coveredFrom());
    }

    private void lookBackForWindow() {
        readsWindow = true;
        output.lookSince(this, ledger.lookBackBegin(), ledger.coveredFrom(), settings.keyLimit());
    }
}
