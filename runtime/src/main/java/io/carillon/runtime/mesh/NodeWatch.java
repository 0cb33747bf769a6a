package io.carillon.runtime.mesh;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what fanout nodes tell, at one after the other: at any that answers, for as long as it goes on telling.
 *
 * <p>On a virtual thread of its own, from {@link #start} to {@link #close}.
 *
 * @param <M> what a node tells, again and again
 */
public final class NodeWatch<M> implements AutoCloseable {

    /** What to ask of a node, and what becomes of its answers. All calls come from the watch's thread. */
    public interface Question<M> {

        /** Returns whether there is anything to ask for now. */
        default boolean isOpen() {
            return true;
        }

        /** Asks a node. */
        Iterator<M> ask(ManagedChannel peer);

        /**
         * Takes an answer.
         *
         * @param first whether it is the first one since a node was asked
         * @return false to go on to another node
         */
        boolean take(M answer, boolean first);
    }

    private static final System.Logger LOGGER = System.getLogger(NodeWatch.class.getName());

    /**
     * Past this without a word a node is left for another: nodes say something each second, but one that is frozen says
     * nothing, and its connection stands.
     */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** Bounds the random wait before another node is asked when one that told ceases to: short, as it may be an owner that died. */
    private static final long FIRST_WAIT_MILLIS = 50;

    /** Bounds the same wait when no node answers. */
    private static final long LAST_WAIT_MILLIS = 1_000;

    /** How often the wait doubles, and the patience with silence: where everything is slow, asking anew makes it slower. */
    private static final int DOUBLINGS = 2;

    private final String what;
    private final MeshChannels channels;
    private final Supplier<List<String>> peers;
    private final Question<M> question;
    private final Thread thread;
    private volatile @Nullable ManagedChannel channel;
    private volatile boolean closed;
    private volatile long heardNanos;
    private int failures;

    /**
     * Makes a watch that has not started.
     *
     * @param what is listened to, in words, for the log
     * @param peers the nodes to ask, as {@code host:port}, as known now
     */
    public NodeWatch(String what, MeshChannels channels, Supplier<List<String>> peers, Question<M> question) {
        this.what = what;
        this.channels = channels;
        this.peers = peers;
        this.question = question;
        thread = Thread.ofVirtual().name("watch-of-" + what.replace(' ', '-')).unstarted(this::run);
    }

    /** Begins to watch. */
    public void start() {
        thread.start();
    }

    private void run() {
        int turn = ThreadLocalRandom.current().nextInt(1 << 16);
        try {
            while (!closed) {
                List<String> known = peers.get();
                if (question.isOpen() && !known.isEmpty()) {
                    watch(known.get(Math.floorMod(turn++, known.size())));
                } else {
                    failures = DOUBLINGS;
                }
                long most = failures == 0 ? FIRST_WAIT_MILLIS : LAST_WAIT_MILLIS >> (DOUBLINGS - failures);
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(String peer) {
        ManagedChannel open = channels.open(peer);
        channel = open;
        heardNanos = System.nanoTime();
        Duration patience = SILENCE.multipliedBy(1L << failures);
        Thread guard = Thread.ofVirtual().name("patience-with-" + peer).start(() -> leaveWhenSilent(open, patience));
        boolean first = true;
        boolean goesOn = true;
        try {
            Iterator<M> answers = question.ask(open);
            while (goesOn && answers.hasNext()) {
                heardNanos = System.nanoTime();
                goesOn = question.isOpen() && question.take(answers.next(), first);
                if (goesOn) {
                    failures = 0;
                }
                first = false;
            }
        } catch (StatusRuntimeException e) {
            if (!closed && first && failures < DOUBLINGS) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "no {0} from {1}, trying on: {2}",
                        what,
                        peer,
                        Status.fromThrowable(e));
            }
        } finally {
            if (first || !goesOn) {
                failures = Math.min(failures + 1, DOUBLINGS);
            }
            guard.interrupt();
            open.shutdownNow();
        }
    }

    private void leaveWhenSilent(ManagedChannel open, Duration patience) {
        try {
            for (long rest = patience.toNanos(); rest > 0; rest = heardNanos + patience.toNanos() - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(rest);
            }
            LOGGER.log(System.Logger.Level.DEBUG, "{0}: {1} is silent, trying on", what, open.authority());
            open.shutdownNow();
        } catch (InterruptedException _) {
            // The call has ended.
        }
    }

    @Override
    public void close() {
        closed = true;
        ManagedChannel open = channel;
        if (open != null) {
            open.shutdownNow();
        }
        thread.interrupt();
    }
}
