package io.carillon.edge.engine;

import io.carillon.core.time.Ticker;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.subscription.ShardMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a share of the edge's sessions on one thread.
 *
 * <p>There is one group of sessions for each generation of the log; after a change of generation the old group's sessions
 * say goodbye while new ones open in the new group.
 */
final class Shard {

    /** Bounds how long a drained group is kept, as seen by an idle loop. */
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final int index;
    private final Ticker ticker;
    private final EventLoop loop;
    private final List<SessionGroup> groups = new ArrayList<>(2);

    Shard(int index, Ticker ticker) {
        this.index = index;
        this.ticker = ticker;
        this.loop = new EventLoop("carillon-shard-" + index, ticker, new Turn());
    }

    /** Returns the shard's number, from 0. */
    int index() {
        return index;
    }

    void start() {
        loop.start();
    }

    /** Ends the thread; connections that are still open are left to their owner. */
    void stop() throws InterruptedException {
        loop.stop();
    }

    /** Makes a group the one in which sessions open from now on. */
    void use(SessionGroup group) {
        loop.execute(() -> groups.add(group));
    }

    /** Opens a session and hands it to the receiver, on the shard's thread. */
    void open(SessionRequest request, Consumer<Session> receiver) {
        loop.execute(() -> receiver.accept(groups.getLast().open(request, ticker.nanos())));
    }

    /** Runs a task on the shard's thread, after everything offered before. */
    void execute(Runnable task) {
        loop.execute(task);
    }

    long nanos() {
        return ticker.nanos();
    }

    /** Takes a message of the router. */
    void tell(SessionGroup group, ShardMessage message, Consumer<ShardMessage.Advanced> dealtWith) {
        loop.execute(() -> {
            long now = ticker.nanos();
            switch (message) {
                case ShardMessage.Advanced advanced -> {
                    group.advanced(
                            advanced.partition(), advanced.through(), advanced.timeMillis(), advanced.events(), now);
                    if (advanced.receipt().sign()) {
                        dealtWith.accept(advanced);
                    }
                }
                case ShardMessage.Lost lost ->
                    group.lost(lost.partition(), lost.from(), lost.to(), lost.timeMillis(), now);
                case ShardMessage.Confirmed confirmed -> group.confirmed(confirmed.session(), now);
                case ShardMessage.Drain drain ->
                    group.drain(drain.reason(), drain.spreadNanos(), drain.graceNanos(), now);
            }
        });
    }

    private final class Turn implements EventLoop.Turn {

        @Override
        public void endTurn(long nowNanos) {
            for (SessionGroup group : groups) {
                group.tick(nowNanos);
                group.flush(nowNanos);
            }
            while (groups.size() > 1 && groups.getFirst().size() == 0) {
                groups.removeFirst();
            }
        }

        @Override
        public long nanosUntilDue(long nowNanos) {
            long wait = IDLE_NANOS;
            for (SessionGroup group : groups) {
                wait = Math.min(wait, group.nanosUntilDue(nowNanos));
            }
            return wait;
        }
    }
}
