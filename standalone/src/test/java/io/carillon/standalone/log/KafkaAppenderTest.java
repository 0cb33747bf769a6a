package io.carillon.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.log.AppendOutcome;
import io.carillon.core.publication.Payload;
import io.carillon.ingest.kafka.KafkaAppender;
import io.carillon.ingest.kafka.LogProbe;
import io.carillon.ingest.kafka.LogState;
import io.carillon.standalone.broker.SharedBroker;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;

class KafkaAppenderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void writesNothingWhileTheTopicIsMissing() throws Exception {
        Map<String, String> kafka = Map.of("bootstrap.servers", SharedBroker.bootstrapServers());
        try (var probe = new LogProbe(kafka, "append-nowhere");
                var appender = new KafkaAppender(kafka, "append-nowhere", SECOND, probe::state)) {
            probe.start();
            var missing = new LogState.Down(
                    "topic append-nowhere: missing (expected: made by the fanout service when it starts)");
            Eventually.eventually()
                    .observing(probe::state)
                    .until("the verdict", () -> probe.state().equals(missing));

            AppendOutcome outcome = await(appender.append("a", Payload.of("1")));

            assertThat(probe.ready()).isFalse();
            assertThat(outcome).isEqualTo(new AppendOutcome.Unavailable(missing.why()));
        }
    }

    @Test
    void saysThatNoBrokerAnswers() {
        Map<String, String> kafka = Map.of("bootstrap.servers", "127.0.0.1:" + FreePorts.one());
        try (var probe = new LogProbe(kafka, "append-nowhere")) {
            probe.start();

            Eventually.within(Duration.ofSeconds(5))
                    .observing(probe::state)
                    .until(
                            "the verdict",
                            () -> probe.state() instanceof LogState.Down(String why)
                                    && why.startsWith("no broker answered"));
        }
    }

    @Test
    void waitsForABrokerWhoseNameCannotBeResolvedYet() {
        Map<String, String> kafka = Map.of("bootstrap.servers", "broker.invalid:9092");
        try (var probe = new LogProbe(kafka, "append-nowhere")) {
            probe.start();

            Eventually.eventually()
                    .observing(probe::state)
                    .until(
                            "the verdict",
                            () -> probe.state() instanceof LogState.Down(String why) && why.contains("bootstrap"));
        }
    }

    @Test
    void refusesAPublicationLargerThanTheLogTakes() throws Exception {
        try (KafkaFixture log = KafkaFixture.onSharedBroker(1)) {
            String text = "\"" + "x".repeat(2 * 1024 * 1024) + "\"";

            AppendOutcome outcome = await(log.appender().append("a", Payload.of(text)));

            assertThat(outcome).isInstanceOf(AppendOutcome.TooLarge.class);
            assertThat(log.history().end(0)).isZero();
        }
    }

    @Test
    void appendsNothingOnceThePartitionCountHasChangedInPlace() throws Exception {
        try (KafkaFixture log = KafkaFixture.onSharedBroker(1);
                Admin admin = Admin.create(Map.<String, Object>copyOf(log.kafka()))) {
            admin.createPartitions(Map.of(log.topic(), NewPartitions.increaseTo(2)))
                    .all()
                    .get();

            Eventually.eventually()
                    .observing(log.probe()::state)
                    .until("the refusal", () -> !log.probe().ready());

            assertThat(log.probe().state())
                    .isEqualTo(new LogState.Down("topic " + log.topic()
                            + ": 2 partitions (expected: 1 as before; a new partition count needs a new topic)"));
        }
    }

    @Test
    void refusesAPartitionThatTakesNoAppends() throws Exception {
        try (KafkaFixture log = KafkaFixture.onSharedBroker(1);
                var appender = new KafkaAppender(
                        log.kafka(), log.topic(), SECOND, () -> new LogState.Up(log.generation(), Set.of(0)))) {

            AppendOutcome outcome = await(appender.append("a", Payload.of("1")));

            assertThat(outcome)
                    .isEqualTo(new AppendOutcome.Unavailable("partition 0 has no leader, or too few replicas in sync"));
        }
    }

    @Test
    void endsAsUnknownWhatIsSentAndNotAcknowledgedInTime() throws Exception {
        try (KafkaFixture log = KafkaFixture.onSharedBroker(1);
                // Whatever the producer gathers for so long cannot be acknowledged within a second.
                var appender = new KafkaAppender(
                        Map.of(
                                "bootstrap.servers",
                                SharedBroker.bootstrapServers(),
                                "linger.ms",
                                "2500",
                                "delivery.timeout.ms",
                                "20000"),
                        log.topic(),
                        SECOND,
                        log.probe()::state)) {
            var listener = new RecordingListener();
            log.follower().own(0, -1, listener);

            AppendOutcome outcome = await(appender.append("a", Payload.of("1")));
            Eventually.eventually()
                    .observing(() -> listener)
                    .until("it to appear nevertheless", () -> listener.through() == 0);

            assertThat(outcome).isEqualTo(new AppendOutcome.Unknown("not acknowledged within 1000 ms"));
        }
    }

    @Test
    void refusesSettingsThatWouldBreakWhatTheLogPromises() {
        for (List<String> setting : List.of(
                List.of("acks", "1", "push.kafka.acks: 1 (expected: all, which the log's promises rest on)"),
                List.of(
                        "enable.idempotence",
                        "false",
                        "push.kafka.enable.idempotence: false (expected: true, which the log's promises rest on)"))) {
            Map<String, String> kafka = Map.of("bootstrap.servers", "127.0.0.1:1", setting.get(0), setting.get(1));

            assertThatThrownBy(() -> new KafkaAppender(kafka, "topic", SECOND, () -> new LogState.Down("")))
                    .hasMessage(setting.get(2));
        }
        assertThatThrownBy(() -> new LogProbe(Map.of(), "topic"))
                .hasMessage("push.kafka.bootstrap.servers: missing (expected: host:port of brokers)");
    }

    private static AppendOutcome await(CompletionStage<AppendOutcome> outcome) throws Exception {
        return outcome.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
