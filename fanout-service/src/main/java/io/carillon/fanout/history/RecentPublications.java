package io.carillon.fanout.history;

import io.carillon.core.publication.Publication;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The youngest publications of one partition, in order of offset, bounded in number, in bytes, and in number for each channel;
 * the oldest leave first. The bytes are a share of what the node keeps, which it may exceed while others leave room.
 *
 * <p>It covers the range ({@link #start()}, {@link #through()}] of the log without holes, but for channels that have had more
 * than their share: those are here from {@link #startFor somewhat later} on. Where one of their publications has left, its
 * index is empty until everything before it has left as well.
 *
 * <p>For one thread at a time.
 */
public final class RecentPublications {

    private static final int INITIAL_CAPACITY = 64;

    private final RecentLimits limits;
    private final RecentRoom room;

    private @Nullable Publication[] ring = new Publication[INITIAL_CAPACITY];

    /** Offsets of what is in the ring, also where the publication itself has left. */
    private long[] offsets = new long[INITIAL_CAPACITY];

    /** Number of the first slot in use, counted from the beginning of all time; it never goes down but for a fill. */
    private long head;

    private int size;
    private int count;
    private long bytes;
    private long start;
    private long through;

    /** Slots of each channel's publications, oldest first. */
    private final Map<String, LongQueue> channels = new HashMap<>();

    /** Up to which offset publications of a channel have left, where others of that time are still here. */
    private final Map<String, Long> trimmed = new HashMap<>();

    private long lastTrimmed = -1;

    /** Makes an empty range that ends and begins at an offset, to be {@linkplain #close closed}. */
    public RecentPublications(long through, RecentLimits limits, RecentRoom room) {
        this.start = through;
        this.through = through;
        this.limits = limits;
        this.room = room;
        room.join(limits.bytes());
    }

    /** Forgets everything, for good, and gives back its share of the room. */
    public void close() {
        restart(through);
        room.leave(limits.bytes());
    }

    /** Returns the offset behind which everything is here, but for channels that had more than their share. */
    public long start() {
        return start;
    }

    /** Returns the offset up to which everything is here. */
    public long through() {
        return through;
    }

    /** Returns how many indexes there are; some may be empty. */
    public int size() {
        return size;
    }

    /** Returns how many publications are here. */
    public int count() {
        return count;
    }

    /** Returns the weight of all publications that are here, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Returns the offset behind which everything of these channels is here. */
    public long startFor(Collection<String> wanted) {
        long least = start;
        if (lastTrimmed > start) {
            for (String channel : wanted) {
                least = Math.max(least, trimmed.getOrDefault(channel, least));
            }
        }
        return least;
    }

    /**
     * Returns the offset behind which everything is here that somebody wants who stands at an offset.
     *
     * @param wants tells the channels that are wanted
     */
    public long startFor(long searched, Predicate<String> wants) {
        long least = start;
        if (lastTrimmed > Math.max(start, searched)) {
            for (Map.Entry<String, Long> each : trimmed.entrySet()) {
                if (each.getValue() > least && wants.test(each.getKey())) {
                    least = each.getValue();
                }
            }
        }
        return least;
    }

    /** Returns the publication at an index, from 0, the oldest, to {@link #size()} - 1; null if it has left. */
    public @Nullable Publication get(int index) {
        return ring[slot(head + index, index)];
    }

    /** Returns the offset at an index, whether its publication has left or not. */
    public long offset(int index) {
        return offsets[slot(head + index, index)];
    }

    private int slot(long number, int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: 0 to " + (size - 1) + ")");
        }
        return slot(number);
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }

    /** Returns the index of the first publication whose offset is greater, or {@link #size()} if there is none. */
    public int indexAfter(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offset(middle) > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Adds the next publication. */
    public void add(Publication publication) {
        if (publication.offset() <= through) {
            throw new IllegalArgumentException(
                    "offset: " + publication.offset() + " (expected: > " + through + ", the end of what is here)");
        }
        if (size == ring.length) {
            grow();
        }
        long number = head + size;
        size++;
        put(number, publication);
        LongQueue queue = channels.computeIfAbsent(publication.channel(), _ -> new LongQueue());
        queue.addLast(number);
        through = publication.offset();
        if (queue.size() > limits.channelCount()) {
            trim(publication.channel(), queue);
        }
    }

    private void put(long number, Publication publication) {
        ring[slot(number)] = publication;
        offsets[slot(number)] = publication.offset();
        count++;
        weigh(publication.weight());
    }

    private void weigh(int weight) {
        bytes += weight;
        room.kept(weight);
    }

    /** Lets the oldest publication of a channel go, though others of its time stay. */
    private void trim(String channel, LongQueue queue) {
        int slot = slot(queue.removeFirst());
        Publication gone = ring[slot];
        ring[slot] = null;
        if (queue.isEmpty()) {
            channels.remove(channel);
        }
        if (gone != null) {
            count--;
            weigh(-gone.weight());
            trimmed.put(channel, gone.offset());
            lastTrimmed = Math.max(lastTrimmed, gone.offset());
        }
    }

    /** Moves the end, since the log has nothing up to it; then lets go of what is over the limits. */
    public void advance(long newThrough) {
        through = Math.max(through, newThrough);
        // Empty indexes count as well, so that one channel cannot keep an endless row of them.
        while (size > 0 && (size > limits.count() || isTooLarge() || ring[slot(head)] == null)) {
            removeFirst();
        }
        if (trimmed.size() > 2 * channels.size()) {
            trimmed.values().removeIf(offset -> offset <= start);
        }
    }

    private boolean isTooLarge() {
        return bytes > limits.bytes() && room.isShort();
    }

    private void removeFirst() {
        int slot = slot(head);
        Publication gone = ring[slot];
        start = offsets[slot];
        ring[slot] = null;
        head++;
        size--;
        if (gone != null) {
            count--;
            weigh(-gone.weight());
            LongQueue queue = channels.get(gone.channel());
            if (queue != null) {
                queue.removeFirst();
                if (queue.isEmpty()) {
                    channels.remove(gone.channel());
                }
            }
        }
    }

    /**
     * Takes what lies before what is here, as far as there is room for it without letting anything go.
     *
     * @param after where the range begins that the publications cover
     * @param before all that the log has in (after, {@link #start()}], in order
     * @return whether there is room for more
     */
    public boolean fill(long after, List<Publication> before) {
        if (!trimmed.isEmpty()) {
            return false;
        }
        for (Publication publication : before.reversed()) {
            LongQueue queue = channels.computeIfAbsent(publication.channel(), _ -> new LongQueue());
            boolean full = size >= limits.count()
                    || bytes + publication.weight() > limits.bytes()
                    || queue.size() >= limits.channelCount();
            if (full) {
                if (queue.isEmpty()) {
                    channels.remove(publication.channel());
                }
                start = publication.offset();
                return false;
            }
            if (size == ring.length) {
                grow();
            }
            head--;
            size++;
            put(head, publication);
            queue.addFirst(head);
            start = publication.offset() - 1;
        }
        start = after;
        return true;
    }

    /** Forgets everything and goes on from an offset, since the log lost what lay before. */
    public void restart(long newThrough) {
        ring = new Publication[INITIAL_CAPACITY];
        offsets = new long[INITIAL_CAPACITY];
        channels.clear();
        trimmed.clear();
        lastTrimmed = -1;
        head = 0;
        size = 0;
        count = 0;
        room.kept(-bytes);
        bytes = 0;
        start = newThrough;
        through = newThrough;
    }

    private void grow() {
        var larger = new @Nullable Publication[ring.length * 2];
        var largerOffsets = new long[ring.length * 2];
        for (int i = 0; i < size; i++) {
            int to = (int) ((head + i) & (larger.length - 1));
            larger[to] = ring[slot(head + i)];
            largerOffsets[to] = offsets[slot(head + i)];
        }
        ring = larger;
        offsets = largerOffsets;
    }
}
