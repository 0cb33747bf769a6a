package io.carillon.edge.engine;

import io.carillon.core.time.Ticker;
import io.carillon.edge.subscription.Router;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the edge's router on one thread. */
public final class MeshLoop {

    /** How often a router looks what is due; its deadlines are tens of milliseconds and more. */
    private static final long TICK_NANOS = 20_000_000L;

    private final EventLoop loop;
    private @Nullable Router router;
    private long tickAtNanos;

    public MeshLoop(Ticker ticker) {
        this.tickAtNanos = ticker.nanos();
        this.loop = new EventLoop("carillon-mesh", ticker, new ParkingSleeper(), new Turn());
    }

    /** Starts the thread. */
    public void start() {
        loop.start();
    }

    /** Ends the thread after the tasks that are there. */
    public void stop() throws InterruptedException {
        loop.stop();
    }

    /** Puts a router in the place of the one before, on the mesh thread. */
    public void use(Router next) {
        router = next;
    }

    /** Runs a task on the mesh thread, whether or not there is a router. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs a task on the mesh thread, unless another router has taken this one's place. */
    public void execute(Router subject, Consumer<Router> task) {
        loop.execute(() -> {
            if (subject == router) {
                task.accept(subject);
            }
        });
    }

    private final class Turn implements EventLoop.Turn {

        @Override
        public void endTurn(long nowNanos) {
            if (router == null) {
                return;
            }
            if (nowNanos - tickAtNanos >= 0) {
                tickAtNanos = nowNanos + TICK_NANOS;
                router.tick(nowNanos);
            }
            router.flush();
        }

        @Override
        public long nanosUntilDue(long nowNanos) {
            return Math.max(1, tickAtNanos - nowNanos);
        }
    }
}
