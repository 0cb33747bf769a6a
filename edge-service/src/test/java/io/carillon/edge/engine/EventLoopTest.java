package io.carillon.edge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventLoopTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private volatile Runnable endOfTurn = () -> {};
    private final EventLoop loop =
            new EventLoop("loop-under-test", Ticker.system(), new ParkingSleeper(), new EventLoop.Turn() {
                @Override
                public void endTurn(long nowNanos) {
                    done.add("turn");
                    endOfTurn.run();
                }

                @Override
                public long nanosUntilDue(long nowNanos) {
                    return Duration.ofHours(1).toNanos();
                }
            });

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
    }

    @Test
    void doesWhatMayWaitOneByOneBehindAllElse() throws Exception {
        loop.executeBehind(() -> {
            done.add("behind 1");
            loop.execute(() -> done.add("task 3"));
        });
        loop.executeBehind(() -> done.add("behind 2"));
        loop.execute(() -> done.add("task 1"));
        loop.execute(() -> done.add("task 2"));

        loop.start();
        awaitIdle();

        assertThat(done)
                .startsWith("task 1", "task 2", "turn", "behind 1", "turn", "task 3", "turn", "behind 2", "turn");
    }

    @Test
    void comesToWhatMayWaitThoughThereIsAlwaysSomethingElse() throws Exception {
        var reached = new CountDownLatch(2);
        var endless = new Runnable() {
            @Override
            public void run() {
                if (reached.getCount() > 0) {
                    loop.execute(this);
                }
            }
        };
        loop.execute(endless);
        loop.executeBehind(reached::countDown);
        loop.executeBehind(reached::countDown);

        loop.start();

        reached.await();
    }

    @Test
    void comesToWhatMayWaitThoughEachTurnHasSomethingElse() throws Exception {
        var reached = new CountDownLatch(2);
        endOfTurn = () -> {
            if (reached.getCount() > 0) {
                loop.execute(() -> {});
            }
        };
        loop.execute(() -> {});
        loop.executeBehind(reached::countDown);
        loop.executeBehind(reached::countDown);

        loop.start();

        reached.await();
    }

    @Test
    void doesWhatMayWaitBehindAllThatWasThereBefore() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            loop.execute(() -> done.add("task"));
        }
        loop.executeBehind(() -> done.add("behind"));
        loop.start();

        loop.stop();

        List<String> tasks = done.stream().filter(each -> !each.equals("turn")).toList();
        assertThat(tasks).hasSize(1_001).endsWith("behind");
    }

    @Test
    void wakesForWhatMayWait() throws Exception {
        loop.start();
        awaitIdle();

        awaitIdle();
    }

    @Test
    void doesAllThatIsThereBeforeItStops() throws Exception {
        loop.executeBehind(() -> done.add("behind"));
        loop.start();

        loop.stop();

        assertThat(done).contains("behind");
    }

    private void awaitIdle() throws InterruptedException {
        var idle = new CountDownLatch(1);
        loop.executeBehind(idle::countDown);
        idle.await();
    }
}
