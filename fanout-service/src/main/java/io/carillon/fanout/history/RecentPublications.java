package io.carillon.fanout.history;

import io.carillon.core.publication.Publication;
import org.jspecify.annotations.Nullable;

/**
 * The youngest publications of one partition, in order of offset, bounded in number and bytes; the oldest leave first.
 *
 * <p>It covers the range ({@link #start()}, {@link #through()}] of the log without holes: an offset in it that has no
 * publication here has none in the log either.
 */
public final class RecentPublications {

    private static final int INITIAL_CAPACITY = 64;

    private final int countLimit;
    private final long bytesLimit;

    private @Nullable Publication[] ring = new Publication[INITIAL_CAPACITY];
    private int head;
    private int size;
    private long bytes;
    private long start;
    private long through;

    /**
     * Makes an empty range that ends and begins at an offset.
     *
     * @param countLimit most publications kept, from 0
     * @param bytesLimit most bytes kept, as {@link Publication#weight()} counts them, from 0
     */
    public RecentPublications(long through, int countLimit, long bytesLimit) {
        this.start = through;
        this.through = through;
        this.countLimit = countLimit;
        this.bytesLimit = bytesLimit;
    }

    /** Returns the offset behind which everything is here. */
    public long start() {
        return start;
    }

    /** Returns the offset up to which everything is here. */
    public long through() {
        return through;
    }

    public int size() {
        return size;
    }

    public long bytes() {
        return bytes;
    }

    /** Returns the publication at an index, from 0, the oldest, to {@link #size()} - 1. */
    public Publication get(int index) {
        Publication publication = ring[(head + index) & (ring.length - 1)];
        if (index < 0 || index >= size || publication == null) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: 0 to " + (size - 1) + ")");
        }
        return publication;
    }

    /** Returns the index of the first publication whose offset is greater, or {@link #size()} if there is none. */
    public int indexAfter(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).offset() > offset) {
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
        ring[(head + size) & (ring.length - 1)] = publication;
        size++;
        bytes += publication.weight();
        through = publication.offset();
    }

    /** Moves the end, since the log has nothing up to it; then lets go of what is over the limits. */
    public void advance(long newThrough) {
        through = Math.max(through, newThrough);
        while (size > countLimit || bytes > bytesLimit) {
            Publication oldest = get(0);
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            size--;
            bytes -= oldest.weight();
            start = oldest.offset();
        }
    }

    /** Forgets everything and goes on from an offset, since the log lost what lay before. */
    public void restart(long newThrough) {
        ring = new Publication[INITIAL_CAPACITY];
        head = 0;
        size = 0;
        bytes = 0;
        start = newThrough;
        through = newThrough;
    }

    private void grow() {
        var larger = new @Nullable Publication[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }
}
