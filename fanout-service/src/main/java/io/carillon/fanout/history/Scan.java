package io.carillon.fanout.history;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reading one partition for many at once: each page of the log is read once and serves every reader whose range it covers.
 *
 * <p>It goes through the log as a lift goes through a house: onwards to the nearest place that somebody wants to read,
 * and from the last one back to the first. Who joins while it moves is served from where it stands on, but does not steer it
 * before the next round: one who comes back with the next question again and again would keep everybody else waiting, behind
 * and ahead. What the index knows to be without a reader's channels is skipped for that reader.
 *
 * <p>No I/O, no threads: {@link #next} says what to read, {@link #read} takes it. For one thread at a time.
 */
public final class Scan {

    /** A stretch of the log to be read, (after, until], and how much of it at once. */
    public record Stretch(long after, long until, int maxBytes) {}

    /** How far the index is asked for a stretch: more than a page holds, and not the whole log for each page. */
    private static final long STRETCH_OFFSETS = 64L * BlockIndex.BLOCK_OFFSETS;

    private final int partition;
    private final BlockIndex index;
    private final int limitBytes;
    private final List<ScanReader> readers = new ArrayList<>();
    private final Map<String, List<ScanReader>> byChannel = new HashMap<>();
    private final List<ScanReader> ofAllChannels = new ArrayList<>();
    private final BlockBuilder builder;

    /** Where the last page ended. */
    private long head = -1;

    private Stretch stretch = new Stretch(-1, -1, 1);

    /**
     * Makes a scan that nobody has joined.
     *
     * @param builder hears what is read
     * @param limitBytes how much is read for one reader before it is answered with what was found
     */
    public Scan(int partition, BlockIndex index, BlockBuilder builder, int limitBytes) {
        this.partition = partition;
        this.index = index;
        this.limitBytes = limitBytes;
        this.builder = builder;
    }

    /** Returns how many are being read for. */
    public int size() {
        return readers.size();
    }

    /** Reads for one more, who is answered once. */
    public void join(HistoryQuery query, HistoryReads.Answer answer) {
        var reader = new ScanReader(query, answer);
        readers.add(reader);
        if (query.channels().isEmpty()) {
            ofAllChannels.add(reader);
        }
        query.channels()
                .forEach(channel -> byChannel
                        .computeIfAbsent(channel, _ -> new ArrayList<>())
                        .add(reader));
    }

    /** Returns what to read next; empty once everybody is answered. */
    public Optional<Stretch> next() {
        for (ScanReader reader : List.copyOf(readers)) {
            reader.searched = index.skip(partition, reader.searched, reader.query.until(), reader.channelHashes);
            if (reader.searched >= reader.query.until()) {
                answer(reader);
            }
        }
        if (readers.stream().noneMatch(reader -> reader.steers)) {
            readers.forEach(reader -> reader.steers = true);
            head = -1;
        }
        ScanReader first = null;
        ScanReader onwards = null;
        for (ScanReader reader : readers) {
            if (!reader.steers) {
                continue;
            }
            first = first == null || reader.searched < first.searched ? reader : first;
            if (reader.searched >= head && (onwards == null || reader.searched < onwards.searched)) {
                onwards = reader;
            }
        }
        ScanReader next = onwards == null ? first : onwards;
        if (next == null) {
            return Optional.empty();
        }
        long until = Math.min(next.query.until(), next.searched + STRETCH_OFFSETS);
        stretch = new Stretch(
                next.searched,
                index.worthReading(partition, next.searched, until, next.channelHashes),
                next.pageBytes(limitBytes));
        return Optional.of(stretch);
    }

    /** Takes a page that was read for the last {@linkplain #next stretch}. */
    public void read(HistoryPage page) {
        builder.read(page.after(), page.publications(), page.through());
        readers.forEach(reader -> reader.page(stretch.after(), page));
        long bytes = 0;
        for (Publication publication : page.publications()) {
            bytes += publication.weight();
            ofAllChannels.forEach(reader -> reader.take(publication));
            byChannel.getOrDefault(publication.channel(), List.of()).forEach(reader -> reader.take(publication));
        }
        // A page that does not get on ends what waits for it: the log has no more for now.
        boolean stuck = page.through() <= stretch.after();
        for (ScanReader reader : List.copyOf(readers)) {
            boolean done = reader.pageEnds(page, bytes, limitBytes);
            if (done || (stuck && reader.searched == page.through())) {
                answer(reader);
            }
        }
        head = page.through();
    }

    /** Lets everybody know that the log could not be read. */
    public void fail() {
        readers.forEach(reader -> reader.answer.failed());
        readers.clear();
    }

    private void answer(ScanReader reader) {
        readers.remove(reader);
        ofAllChannels.remove(reader);
        for (String channel : reader.query.channels()) {
            List<ScanReader> others = byChannel.get(channel);
            if (others != null && others.remove(reader) && others.isEmpty()) {
                byChannel.remove(channel);
            }
        }
        reader.answer();
    }
}
