package io.carillon.e2e.simulation;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log, and the truth against which everything else is judged: it remembers also what retention has taken from readers.
 *
 * <p>Offsets have holes, as in a log that spends some on transaction markers.
 */
final class SimLog {

    /** Any moment will do; a real one makes cursors look like real ones. */
    private static final long EPOCH_MILLIS = 1_790_000_000_000L;

    /** For how long a key is known. */
    static final long WINDOW_MILLIS = 3_000;

    private static final class Partition {
        /** What everybody may hear. */
        private final List<Publication> publications = new ArrayList<>();

        /** What the log has, void or not, with its keys. */
        private final List<Publication> records = new ArrayList<>();

        private long end = -1;
        private long start;
    }

    private final Generation generation;
    private final Agenda agenda;
    private final List<Partition> partitions = new ArrayList<>();
    private boolean searchesGivenUp;

    SimLog(Generation generation, Agenda agenda) {
        this.generation = generation;
        this.agenda = agenda;
        for (int i = 0; i < generation.partitionCount(); i++) {
            partitions.add(new Partition());
        }
    }

    /** Takes it that somebody searched for the last publications and did not get to the end of it. */
    void searchGivenUp() {
        searchesGivenUp = true;
    }

    boolean hasGivenUpSearches() {
        return searchesGivenUp;
    }

    int partitionOf(String channel) {
        return Partitioner.partitionOf(channel, generation.partitionCount());
    }

    /** Appends a publication, after so many offsets that hold none. */
    Publication append(String channel, String json, int skippedOffsets) {
        return append(channel, json, skippedOffsets, null);
    }

    /**
     * Appends a publication under a key. Whether it is void, the log decides here and now, from all that it ever had.
     *
     * @throws Violation if it is not, although something was published under its key within the window
     */
    Publication append(String channel, String json, int skippedOffsets, @Nullable PublishKey key) {
        int number = partitionOf(channel);
        Partition partition = partitions.get(number);
        long offset = partition.end + 1 + skippedOffsets;
        var publication = new Publication(channel, number, offset, nowMillis(), Payload.of(json), key);
        if (!isVoid(partition, publication)) {
            partition.publications.add(publication.withoutKey());
        }
        partition.records.add(publication);
        partition.end = offset;
        return publication;
    }

    private static boolean isVoid(Partition partition, Publication publication) {
        PublishKey key = publication.key();
        if (key == null) {
            return false;
        }
        List<Publication> earlier = partition.records.stream()
                .filter(record -> record.channel().equals(publication.channel())
                        && record.key() != null
                        && record.key().key().equals(key.key())
                        && publication.timeMillis() - record.timeMillis() <= WINDOW_MILLIS)
                .toList();
        boolean isVoid = !earlier.isEmpty() && earlier.getLast().offset() > key.after();
        if (!isVoid && !earlier.isEmpty()) {
            throw new Violation("heard twice within the window: " + publication + " after " + earlier.getLast());
        }
        return isVoid;
    }

    /** Returns whether the record at an offset is one that nobody hears. */
    boolean isVoid(int partition, long offset) {
        return truth(partition, offset - 1, offset).isEmpty();
    }

    /** Returns what readers can have of the range (after, until], void or not. */
    List<Publication> records(int partition, long after, long until) {
        long from = Math.max(after, start(partition) - 1);
        if (from >= until) {
            return List.of();
        }
        List<Publication> all = partitions.get(partition).records;
        return List.copyOf(all.subList(indexAfter(all, from), indexAfter(all, until)));
    }

    long nowMillis() {
        return EPOCH_MILLIS + agenda.millis();
    }

    /** Returns the offset of the last record, -1 if there is none. */
    long end(int partition) {
        return partitions.get(partition).end;
    }

    /** Returns the first offset that readers can still have. */
    long start(int partition) {
        return partitions.get(partition).start;
    }

    /** Takes everything before an offset from readers, as retention does. */
    void truncate(int partition, long start) {
        partitions.get(partition).start = Math.max(partitions.get(partition).start, start);
    }

    /** Returns the offset behind which everything was appended at a time or later. */
    long before(int partition, long millis) {
        long before = start(partition) - 1;
        for (Publication publication : partitions.get(partition).publications) {
            if (publication.timeMillis() < millis) {
                before = Math.max(before, publication.offset());
            }
        }
        return before;
    }

    /** Returns the offset behind which a channel's last publications begin, so many of those up to an offset. */
    long beforeLast(String channel, long until, int count) {
        long before = until;
        int left = count;
        List<Publication> all = truth(partitionOf(channel), -1, until);
        for (int i = all.size() - 1; i >= 0 && left > 0; i--) {
            if (all.get(i).channel().equals(channel)) {
                before = all.get(i).offset() - 1;
                left--;
            }
        }
        return before;
    }

    /** Returns all that was ever appended in the range (after, until] and is not void. */
    List<Publication> truth(int partition, long after, long until) {
        if (after >= until) {
            return List.of();
        }
        List<Publication> all = partitions.get(partition).publications;
        return all.subList(indexAfter(all, after), indexAfter(all, until));
    }

    private static int indexAfter(List<Publication> publications, long offset) {
        int low = 0;
        int high = publications.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (publications.get(middle).offset() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
