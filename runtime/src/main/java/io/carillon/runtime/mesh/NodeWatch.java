package io.carillon.runtime.mesh;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

        /** Asks a node, which is to say something each second. */
        BlockingClientCall<?, M> ask(ManagedChannel peer);

        /**
         * Takes an answer.
         *
         * @param first whether it is the first one since a node was asked
         * @return false to go on to another node
         */
        boolean take(M answer, boolean first);
    }

    private static final System.Logger LOGGER = System.getLogger(NodeWatch.class.getName());

    /** Past this without a word a node is left for another: one that is frozen says nothing, and its connection stands. */
    private static final Duration SILENCE = Duration.ofMillis(2_500);

    /** Bounds the random wait before another node is asked when one that told ceases to: it may be an owner that died. */
    private static final long FIRST_WAIT_MILLIS = 50;

    /** How often that bound doubles while no node answers. */
    private static final int DOUBLINGS = 4;

    private final String what;
    private final MeshChannels channels;
    private final Supplier<List<String>> peers;
    private final Question<M> question;
    private final Thread thread;
    private volatile @Nullable ManagedChannel channel;
    private volatile boolean closed;

    /** How many nodes in a row had nothing to tell. Belongs to the watch's thread, as what follows. */
    private int failures;

    private boolean reported;

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
                boolean told =
                        question.isOpen() && !known.isEmpty() && watch(known.get(Math.floorMod(turn++, known.size())));
                failures = told ? 0 : Math.min(failures + 1, DOUBLINGS);
                long most = FIRST_WAIT_MILLIS << failures;
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens to one node while it tells; returns whether it did, and was not left for another. */
    private boolean watch(String peer) throws InterruptedException {
        ManagedChannel open = channels.open(peer);
        channel = open;
        boolean told = false;
        try {
            BlockingClientCall<?, M> call = question.ask(open);
            for (M answer = next(call); answer != null; answer = next(call)) {
                if (!question.isOpen() || !question.take(answer, !told)) {
                    return false;
                }
                told = true;
                reported = false;
            }
        } catch (StatusException e) {
            complain(peer, Status.fromThrowable(e).toString());
        } catch (TimeoutException _) {
            complain(peer, "nothing heard for " + SILENCE.toMillis() + " ms");
        } finally {
            open.shutdownNow();
        }
        return told;
    }

    private static <M> @Nullable M next(BlockingClientCall<?, M> call)
            throws InterruptedException, TimeoutException, StatusException {
        return call.read(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void complain(String peer, String why) {
        if (!closed && !reported) {
            reported = true;
            LOGGER.log(Level.WARNING, "no {0} from {1}, trying on: {2}", what, peer, why);
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
