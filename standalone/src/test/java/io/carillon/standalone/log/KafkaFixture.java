package io.carillon.standalone.log;

import io.carillon.core.log.LogAppender;
import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.ValueCheck;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.kafka.HistoryReader;
import io.carillon.fanout.kafka.LiveReader;
import io.carillon.fanout.kafka.SkippedRecords;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import io.carillon.ingest.kafka.KafkaAppender;
import io.carillon.ingest.kafka.LogProbe;
import io.carillon.standalone.broker.SharedBroker;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** A topic of its own on a broker, with everything that the two services have for it, wired as they wire it. */
final class KafkaFixture implements LogFixture {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final Map<String, String> kafka;
    private final String topic;
    private final Generation generation;
    private final LogProbe probe;
    private final KafkaAppender appender;
    private final SkippedRecords skipped = new SkippedRecords(Ticker.system());
    private final LiveReader reader;
    private final HistoryReader history;
    private final List<Generation> successors = new CopyOnWriteArrayList<>();

    private KafkaFixture(String bootstrapServers, int partitionCount) throws InterruptedException {
        kafka = Map.of("bootstrap.servers", bootstrapServers);
        topic = "log-" + TOPICS.incrementAndGet();
        var plan = new TopicPlan(topic, partitionCount, 1, 1, true);
        generation = switch (new TopicSetup(kafka, plan).establish()) {
            case TopicVerdict.Ready ready -> ready.generation();
            case TopicVerdict.Refused refused -> throw new AssertionError(refused);
            case TopicVerdict.Unreachable unreachable -> throw new AssertionError(unreachable);
        };
        probe = new LogProbe(kafka, topic);
        appender = new KafkaAppender(kafka, topic, Duration.ofSeconds(2), probe::state);
        reader = new LiveReader(
                kafka,
                topic,
                generation,
                ValueCheck.json(),
                skipped,
                Ticker.system(),
                InstantSource.system(),
                successors::add);
        history = new HistoryReader(kafka, topic, generation, ValueCheck.json(), Ticker.system(), 2);
        probe.start();
        reader.start();
        Eventually.eventually().observing(probe::state).until("the probe to find the log", probe::ready);
        appender.connect();
    }

    static KafkaFixture onSharedBroker(int partitionCount) throws InterruptedException {
        return new KafkaFixture(SharedBroker.bootstrapServers(), partitionCount);
    }

    static KafkaFixture on(String bootstrapServers, int partitionCount) throws InterruptedException {
        return new KafkaFixture(bootstrapServers, partitionCount);
    }

    Map<String, String> kafka() {
        return kafka;
    }

    String topic() {
        return topic;
    }

    LogProbe probe() {
        return probe;
    }

    SkippedRecords skipped() {
        return skipped;
    }

    /** Returns the generations that the live reader was told have taken the place of ours. */
    List<Generation> successors() {
        return List.copyOf(successors);
    }

    @Override
    public Generation generation() {
        return generation;
    }

    @Override
    public LogAppender appender() {
        return appender;
    }

    @Override
    public LogFollower follower() {
        return reader;
    }

    @Override
    public LogHistory history() {
        return history;
    }

    @Override
    public void turn() {}

    @Override
    public void forgetBefore(int partition, long offset) {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        reader.close();
        history.close();
        appender.close();
        probe.close();
    }
}
