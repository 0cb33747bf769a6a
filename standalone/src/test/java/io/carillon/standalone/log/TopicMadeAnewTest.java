package io.carillon.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import io.carillon.ingest.kafka.LogState;
import io.carillon.testkit.wait.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** A topic that is deleted and made again is another log, and everybody notices. */
class TopicMadeAnewTest {

    @Test
    void bothServicesNoticeTheNewGenerationAndTheReaderReadsNoFurther() throws Exception {
        try (KafkaFixture log = KafkaFixture.onSharedBroker(1);
                Admin admin = Admin.create(Map.<String, Object>copyOf(log.kafka()))) {
            var listener = new RecordingListener();
            log.follower().own(0, -1, listener);
            var _ = log.appender().append("a", Payload.of("1"));
            Eventually.eventually().observing(() -> listener).until("the publication", () -> listener.through() == 0);

            admin.deleteTopics(List.of(log.topic())).all().get();
            Generation successor = Eventually.eventually().yields("a new topic", () -> makeAnew(log));
            Eventually.eventually()
                    .observing(log::successors)
                    .until("the reader to notice", () -> !log.successors().isEmpty());
            Eventually.eventually()
                    .observing(log.probe()::state)
                    .until(
                            "the probe to notice",
                            () -> log.probe().state().equals(new LogState.Up(successor, Set.of())));
            int calls = listener.calls();
            log.appender().append("a", Payload.of("2")).toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(log.successors()).containsExactly(successor);
            assertThat(successor).isNotEqualTo(log.generation());
            assertThat(listener.values()).containsExactly("1");
            assertThat(listener.calls()).isEqualTo(calls);
        }
    }

    /** Throws until the broker has forgotten the old topic. */
    private static Generation makeAnew(KafkaFixture log) throws InterruptedException {
        var verdict = new TopicSetup(log.kafka(), new TopicPlan(log.topic(), 1, 1, 1, true)).establish();
        if (verdict instanceof TopicVerdict.Ready ready && ready.created()) {
            return ready.generation();
        }
        throw new AssertionError(verdict);
    }
}
