package io.carillon.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.carillon.core.log.AppendOutcome;
import io.carillon.core.publication.Payload;
import io.carillon.core.time.Ticker;
import io.carillon.standalone.broker.BrokerProcess;
import io.carillon.testkit.wait.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed, or hangs, and comes back: publishers get honest answers, and listeners miss nothing. */
class BrokerCrashTest {

    private static final String CHANNEL = "a";

    /** What is promised, and as much again for a machine that is busy with other things. */
    private static final Duration PROMISED = Duration.ofSeconds(2);

    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void afterAKillNothingAcknowledgedIsLostAndAllRecoversByItself(@TempDir Path data) throws Exception {
        try (var broker = new BrokerProcess(data)) {
            broker.start();
            try (KafkaFixture log = KafkaFixture.on(broker.bootstrapServers(), 1)) {
                var listener = new RecordingListener();
                log.follower().own(0, -1, listener);
                List<String> acknowledged = new ArrayList<>();
                publish(log, "\"before\"", acknowledged);
                Eventually.eventually()
                        .observing(() -> listener)
                        .until("it", () -> listener.values().size() == 1);

                broker.kill();
                AppendOutcome unnoticed = outcome(log, "\"during\"");
                Eventually.within(PROMISED.plus(SLACK))
                        .observing(log.probe()::state)
                        .until("the probe to notice", () -> !log.probe().ready());
                long askedAtNanos = Ticker.system().nanos();
                AppendOutcome refused = outcome(log, "\"refused\"");
                Duration refusedWithin = Duration.ofNanos(Ticker.system().nanos() - askedAtNanos);
                Eventually.eventually()
                        .observing(log.follower()::fetchAge)
                        .until(
                                "the reader's age to tell",
                                () -> log.follower().fetchAge().compareTo(Duration.ofSeconds(3)) > 0);
                broker.start();
                Eventually.within(PROMISED.plus(SLACK))
                        .observing(log.probe()::state)
                        .until(
                                "the probe to notice the return",
                                () -> log.probe().ready());
                publish(log, "\"after\"", acknowledged);
                Eventually.eventually()
                        .observing(() -> listener)
                        .until("what came after", () -> listener.values().contains("\"after\""));
                Eventually.within(PROMISED.plus(SLACK))
                        .observing(log.follower()::fetchAge)
                        .until(
                                "the reader's age to be well",
                                () -> log.follower().fetchAge().compareTo(SECOND) < 0);

                // Whether the producer had noticed by then is a matter of milliseconds; either answer is honest.
                switch (unnoticed) {
                    case AppendOutcome.Unavailable _ ->
                        assertThat(listener.values()).doesNotContain("\"during\"");
                    case AppendOutcome.Unknown _ -> {}
                    case AppendOutcome.Appended _, AppendOutcome.TooLarge _ -> fail(unnoticed.toString());
                }
                assertThat(refused).isInstanceOf(AppendOutcome.Unavailable.class);
                assertThat(refusedWithin).isLessThan(SECOND);
                assertThat(listener.values()).containsAll(acknowledged).doesNotContain("\"refused\"");
                assertThat(listener.values()).doesNotHaveDuplicates();
                assertThat(listener.lost()).isEmpty();
            }
        }
    }

    @Test
    void aBrokerThatHangsIsNoticedAsOneThatIsGone(@TempDir Path data) throws Exception {
        try (var broker = new BrokerProcess(data)) {
            broker.start();
            try (KafkaFixture log = KafkaFixture.on(broker.bootstrapServers(), 1)) {
                var listener = new RecordingListener();
                log.follower().own(0, -1, listener);
                assertThat(outcome(log, "1")).isInstanceOf(AppendOutcome.Appended.class);

                broker.pause();
                AppendOutcome unacknowledged = outcome(log, "2");
                Eventually.within(PROMISED.plus(SLACK))
                        .observing(log.probe()::state)
                        .until("the probe to notice", () -> !log.probe().ready());
                broker.proceed();
                Eventually.within(PROMISED.plus(SLACK))
                        .observing(log.probe()::state)
                        .until(
                                "the probe to notice the return",
                                () -> log.probe().ready());

                assertThat(outcome(log, "3")).isInstanceOf(AppendOutcome.Appended.class);
                Eventually.eventually()
                        .observing(() -> listener)
                        .until("what came last", () -> listener.values().contains("3"));

                assertThat(unacknowledged).isEqualTo(new AppendOutcome.Unknown("not acknowledged within 2000 ms"));
                assertThat(listener.values()).containsExactly("1", "2", "3");
            }
        }
    }

    private static void publish(KafkaFixture log, String json, List<String> acknowledged) throws Exception {
        assertThat(outcome(log, json)).isInstanceOf(AppendOutcome.Appended.class);
        acknowledged.add(json);
    }

    private static AppendOutcome outcome(KafkaFixture log, String json) throws Exception {
        return log.appender()
                .append(CHANNEL, Payload.of(json))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
