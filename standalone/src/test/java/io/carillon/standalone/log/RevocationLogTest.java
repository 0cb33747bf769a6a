package io.carillon.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.access.Revocation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.kafka.RevocationReader;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.fanout.revocation.RevocationPage;
import io.carillon.ingest.admin.RevocationLog;
import io.carillon.ingest.kafka.KafkaRevocations;
import io.carillon.standalone.broker.SharedBroker;
import io.carillon.testkit.wait.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What an ingest writes of revocations, and what fanout nodes read of it, over a real broker. */
class RevocationLogTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final long LATER = InstantSource.system().millis() + DAY.toMillis();

    private final Map<String, String> kafka = Map.of("bootstrap.servers", SharedBroker.bootstrapServers());

    @Test
    void readersHearWhatIsWrittenAndThoseWhoBeginLaterHearAllOfIt() throws InterruptedException {
        TopicPlan topic = made("revocations-heard");
        var early = new RevocationBook();
        var late = new RevocationBook();
        try (var log = new KafkaRevocations(kafka, topic.name());
                var first = reader(topic, early);
                var second = reader(topic, late)) {
            first.start();
            assertThat(log.append(of("alice"))).isEqualTo(new RevocationLog.Outcome.Written());
            assertThat(log.append(of("bob"))).isEqualTo(new RevocationLog.Outcome.Written());
            awaitSubjects(early, "alice", "bob");

            second.start();

            awaitSubjects(late, "alice", "bob");
            Eventually.eventually().until("read to the end", () -> page(late).complete());
            assertThat(page(late).behind()).isFalse();
        }
    }

    @Test
    void whatIsNoRevocationAndWhatHasEndedIsPassedOver() throws Exception {
        TopicPlan topic = made("revocations-strange");
        var book = new RevocationBook();
        try (var producer = new KafkaProducer<byte[], byte[]>(
                        Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                var log = new KafkaRevocations(kafka, topic.name());
                var reader = reader(topic, book)) {
            for (String value : List.of("rubbish", "{}", "{\"before\":1,\"until\":2}")) {
                var record = new ProducerRecord<>(topic.name(), bytes("sub:mallory"), bytes(value));
                producer.send(record).get();
            }
            producer.send(new ProducerRecord<>(topic.name(), bytes("sub:mallory"), null))
                    .get();
            log.append(of("alice"));
            reader.start();

            awaitSubjects(book, "alice");
        }
    }

    @Test
    void aTopicThatWasMadeAnewIsAnotherLog() throws Exception {
        TopicPlan topic = made("revocations-anew");
        var book = new RevocationBook();
        try (var admin = Admin.create(Map.<String, Object>copyOf(kafka));
                var reader = reader(topic, book)) {
            reader.start();
            try (var log = new KafkaRevocations(kafka, topic.name())) {
                log.append(of("alice"));
                log.append(of("bob"));
            }
            awaitSubjects(book, "alice", "bob");
            String before = page(book).logId();

            admin.deleteTopics(List.of(topic.name())).all().get();
            Eventually.eventually()
                    .until("another log", () -> !page(book).logId().equals(before));

            try (var log = new KafkaRevocations(kafka, topic.name())) {
                Eventually.eventually()
                        .until("written", () -> append(log, of("carol")) instanceof RevocationLog.Outcome.Written);
            }
            awaitSubjects(book, "carol");
        }
    }

    @Test
    void aTopicThatWouldForgetIsRefused() throws Exception {
        try (var admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
            admin.createTopics(List.of(
                            topic(
                                    "revocations-short",
                                    Map.of("cleanup.policy", "compact,delete", "retention.ms", "1000")),
                            topic("revocations-plain", Map.of("cleanup.policy", "delete", "retention.ms", "-1"))))
                    .all()
                    .get();
        }

        assertThat(setup(plan("revocations-short")).establish())
                .isEqualTo(
                        new TopicVerdict.Refused(
                                List.of(
                                        "topic revocations-short: retention.ms=1000 (expected: 86400000). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name revocations-short --add-config retention.ms=86400000")));
        assertThat(setup(plan("revocations-plain")).establish())
                .isEqualTo(
                        new TopicVerdict.Refused(
                                List.of(
                                        "topic revocations-plain: cleanup.policy=delete (expected: [compact,delete]). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name revocations-plain --add-config cleanup.policy=[compact,delete]")));
    }

    @Test
    void nobodyIsRevokedWithoutATopic() throws InterruptedException {
        try (var log = new KafkaRevocations(kafka, "revocations-missing")) {
            assertThat(log.append(of("alice"))).isInstanceOf(RevocationLog.Outcome.Unavailable.class);
        }
    }

    private TopicPlan made(String name) throws InterruptedException {
        TopicPlan plan = plan(name);
        assertThat(setup(plan).establish()).isInstanceOf(TopicVerdict.Ready.class);
        return plan;
    }

    private static TopicPlan plan(String name) {
        return new TopicPlan(name, 1, 1, 1, true);
    }

    private static NewTopic topic(String name, Map<String, String> config) {
        return new NewTopic(name, Optional.of(1), Optional.of((short) 1)).configs(config);
    }

    private TopicSetup setup(TopicPlan plan) {
        return TopicSetup.ofRevocations(kafka, plan, DAY);
    }

    private RevocationReader reader(TopicPlan plan, RevocationBook book) {
        return new RevocationReader(kafka, plan, setup(plan), book, Ticker.system(), InstantSource.system());
    }

    private static void awaitSubjects(RevocationBook book, String... subjects) {
        Eventually.eventually()
                .passes(
                        "revocations of " + List.of(subjects),
                        () -> assertThat(page(book).revocations())
                                .extracting(Revocation::key)
                                .containsExactlyInAnyOrder(List.of(subjects).stream()
                                        .map(Revocation::subjectKey)
                                        .toArray(String[]::new)));
    }

    private static RevocationPage page(RevocationBook book) {
        try {
            return book.await("", 0, 100, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static RevocationLog.Outcome append(KafkaRevocations log, Revocation revocation) {
        try {
            return log.append(revocation);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Revocation of(String subject) {
        return new Revocation(Revocation.subjectKey(subject), 1_000, LATER);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
