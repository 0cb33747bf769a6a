package io.carillon.fanout.kafka;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.core.publication.Publication;
import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * One consumer that reads back. It remembers where it stands and what it has fetched beyond the last page, so that whoever
 * reads page after page does not have everything fetched again and again.
 *
 * <p>Used by one thread at a time.
 */
final class HistoryCursor implements AutoCloseable {

    private static final Duration POLL_WAIT = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final RecordDecoder decoder;
    private final Ticker ticker;

    /** Fetched and not handed out, in order of offset; one poll's worth at most. */
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    private int partition = -1;
    /** Everything up to here was handed out. */
    private long through = -1;
    /** Everything up to here was handed out or is in {@code fetched}. */
    private long fetchedThrough = -1;

    HistoryCursor(Map<String, Object> settings, String topic, RecordDecoder decoder, Ticker ticker) {
        this.consumer = new KafkaConsumer<>(settings);
        this.topic = topic;
        this.decoder = decoder;
        this.ticker = ticker;
    }

    /** Returns whether a page that begins there comes without a new fetch, or with one that is already under way. */
    boolean standsAt(int partition, long after) {
        return this.partition == partition && through == after;
    }

    HistoryPage read(int partition, long after, long until, int maxBytes, Duration limit)
            throws LogUnavailableException {
        if (!standsAt(partition, after)) {
            stand(partition, after);
        }
        var at = new TopicPartition(topic, partition);
        var page = new Page(maxBytes);
        long begin = after;
        long deadlineNanos = ticker.nanos() + limit.toNanos();
        while (!take(page, until)) {
            try {
                if (!fetch(at) && consumer.currentLag(at).orElse(1) == 0) {
                    break;
                }
            } catch (OffsetOutOfRangeException _) {
                long first = earliest(at, limit);
                // What retention took ends a page, or moves the beginning of an empty one; it never lies within.
                if (!page.publications.isEmpty() || through > begin || first <= through + 1) {
                    break;
                }
                stand(partition, Math.min(first - 1, until));
                begin = through;
            }
            if (ticker.nanos() - deadlineNanos > 0) {
                throw new LogUnavailableException(
                        "partition " + partition + ": no answer within " + limit.toMillis() + " ms");
            }
        }
        return new HistoryPage(begin, through, page.lastMillis, page.publications);
    }

    private void stand(int partition, long after) {
        var at = new TopicPartition(topic, partition);
        fetched.clear();
        this.partition = partition;
        through = after;
        fetchedThrough = after;
        consumer.assign(List.of(at));
        consumer.seek(at, after + 1);
    }

    /** Moves what is fetched to the page; returns whether the page is finished. */
    private boolean take(Page page, long until) {
        while (!fetched.isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = fetched.getFirst();
            if (record.offset() > until) {
                through = Math.max(through, until);
                return true;
            }
            if (!page.add(record)) {
                through = record.offset() - 1;
                return true;
            }
            fetched.removeFirst();
            through = record.offset();
        }
        // Behind the last record there may be offsets without any.
        through = Math.max(through, Math.min(fetchedThrough, until));
        return through >= until || page.full();
    }

    private boolean fetch(TopicPartition at) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_WAIT);
        fetched.addAll(records.records(at));
        var next = records.nextOffsets().get(at);
        if (next != null) {
            fetchedThrough = next.offset() - 1;
        }
        return next != null;
    }

    private long earliest(TopicPartition at, Duration limit) {
        Long first = consumer.beginningOffsets(List.of(at), limit).get(at);
        return first == null ? 0 : first;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** A page that is being filled. */
    private final class Page {
        final List<Publication> publications = new ArrayList<>();
        final int maxBytes;
        long bytes;
        long lastMillis;

        Page(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** Takes a record, unless the page has no room for it. */
        boolean add(ConsumerRecord<byte[], byte[]> record) {
            if (decoder.decode(record) instanceof Decoded.Heard(Publication publication)) {
                if (bytes + publication.weight() > maxBytes && !publications.isEmpty()) {
                    return false;
                }
                bytes += publication.weight();
                publications.add(publication);
            }
            lastMillis = record.timestamp();
            return true;
        }

        boolean full() {
            return bytes >= maxBytes;
        }
    }
}
