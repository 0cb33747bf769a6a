package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.ValueCheck;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Publication;
import io.carillon.core.time.Ticker;
import io.carillon.e2e.system.BrokerProcess;
import io.carillon.e2e.system.DataFolder;
import io.carillon.fanout.history.BlockIndex;
import io.carillon.fanout.history.HistoryQuery;
import io.carillon.fanout.history.HistoryReads;
import io.carillon.fanout.history.HistorySettings;
import io.carillon.fanout.kafka.HistoryReader;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What it costs an owner that 10,000 sessions come back that missed one message each, among 3,600,000 in 100,000 channels, and
 * how fast it reads a partition back. It asserts what is found, and prints the figures.
 *
 * <p>{@code -Dcarillon.sparse.messages} says how many messages there are in all.
 */
@Tag("long")
class SparseResumesTest {

    private static final String TOPIC = "push.messages";
    private static final int PARTITIONS = 64;
    private static final int QUIET = 10_000;
    private static final int BUSY = 90_000;
    private static final int PAGE_BYTES = 64 << 10;

    @Test
    void everySessionFindsItsOneMessage() throws Exception {
        int messages = Integer.getInteger("carillon.sparse.messages", 3_600_000);
        try (var folder = new DataFolder();
                var broker = new BrokerProcess(folder.path())) {
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            var setup = new TopicSetup(kafka, new TopicPlan(TOPIC, PARTITIONS, 1, 1, true));
            assertThat(setup.establish()).isInstanceOfSatisfying(TopicVerdict.Ready.class, ready -> {
                write(broker.bootstrapServers(), messages);
                measure(kafka, ready.generation());
            });
        }
    }

    private static void write(String bootstrapServers, int messages) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "batch.size", 64 << 10),
                new StringSerializer(),
                new StringSerializer())) {
            String value = "1".repeat(100);
            int every = messages / QUIET;
            for (int i = 0; i < messages; i++) {
                boolean quiet = i % every == every / 2 && i / every < QUIET;
                String channel = quiet ? "quiet-" + i / every : "busy-" + i % BUSY;
                var _ = producer.send(new ProducerRecord<>(TOPIC, channel, value));
            }
        }
    }

    private static void measure(Map<String, String> kafka, Generation generation) {
        var settings = HistorySettings.DEFAULT;
        try (var log = new HistoryReader(
                        kafka, TOPIC, generation, ValueCheck.json(), Ticker.system(), settings.reads());
                var reads = new HistoryReads(log, new BlockIndex(settings.indexBytes()), settings)) {
            long[] ends = new long[PARTITIONS];
            for (int partition = 0; partition < PARTITIONS; partition++) {
                ends[partition] = log.end(partition) - 1;
            }
            ToLongFunction<String> end = channel -> ends[Partitioner.partitionOf(channel, PARTITIONS)];
            resume("all at once, nothing known", reads, QUIET, end);
            resume("all at once, index known", reads, QUIET, end);
            resume("one alone, index known", reads, 1, end);
            readBack(reads, ends[0]);
        } catch (Exception e) {
            throw new AssertionError("the log does not answer", e);
        }
    }

    private static void resume(String what, HistoryReads reads, int sessions, ToLongFunction<String> end)
            throws InterruptedException {
        long bytes = reads.bytesRead();
        long begun = System.nanoTime();
        var done = new CountDownLatch(sessions);
        var found = new AtomicInteger();
        for (int i = 0; i < sessions; i++) {
            String channel = "quiet-" + i;
            ask(reads, channel, -1, end.applyAsLong(channel), found, done);
        }
        assertThat(done.await(10, TimeUnit.MINUTES)).isTrue();
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(found).hasValue(sessions);
        System.out.printf(
                "sparse resumes, %s: %d in %.2f s, %.1f MB read, index %.1f MB%n",
                what,
                sessions,
                seconds,
                (reads.bytesRead() - bytes) / 1e6,
                reads.index().bytes() / 1e6);
    }

    private static void ask(
            HistoryReads reads, String channel, long after, long until, AtomicInteger found, CountDownLatch done) {
        var query = new HistoryQuery(after, 0, until, Set.of(channel), PAGE_BYTES);
        reads.read(Partitioner.partitionOf(channel, PARTITIONS), query, new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                found.addAndGet(page.publications().size());
                if (page.through() < until) {
                    ask(reads, channel, page.through(), until, found, done);
                } else {
                    done.countDown();
                }
            }

            @Override
            public void failed() {
                ask(reads, channel, after, until, found, done);
            }
        });
    }

    /** Reads one partition from its beginning to its end for somebody who wants everything, a page at a time. */
    private static void readBack(HistoryReads reads, long end) throws InterruptedException {
        var done = new CountDownLatch(1);
        var count = new LongAdder();
        var bytes = new LongAdder();
        long begun = System.nanoTime();
        readOn(reads, -1, end, count, bytes, done);
        assertThat(done.await(5, TimeUnit.MINUTES)).isTrue();
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(count.sum()).isPositive();
        System.out.printf(
                "reading back from Kafka, one reader: %.0f messages/s, %.1f MB/s%n",
                count.sum() / seconds, bytes.sum() / 1e6 / seconds);
    }

    private static void readOn(
            HistoryReads reads, long after, long until, LongAdder count, LongAdder bytes, CountDownLatch done) {
        reads.read(0, HistoryQuery.all(after, until, PAGE_BYTES), new HistoryReads.Answer() {
            @Override
            public void read(HistoryPage page) {
                count.add(page.publications().size());
                bytes.add(page.publications().stream()
                        .mapToLong(Publication::weight)
                        .sum());
                if (page.through() < until) {
                    readOn(reads, page.through(), until, count, bytes, done);
                } else {
                    done.countDown();
                }
            }

            @Override
            public void failed() {
                readOn(reads, after, until, count, bytes, done);
            }
        });
    }
}
