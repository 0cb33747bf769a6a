package io.carillon.core.log;

import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One partition of the {@link InMemoryLog}, which guards it. */
final class MemoryPartition {

    /**
     * One offset of the log.
     *
     * @param publication absent where the log spent the offset on something that no listener hears
     */
    private record Slot(long timeMillis, @Nullable Publication publication) {}

    private final List<Slot> slots = new ArrayList<>();
    private long earliest;
    private long lastMillis;

    long earliest() {
        return earliest;
    }

    long end() {
        return earliest + slots.size();
    }

    /** Returns when the last record was appended; 0 before the first one. Append times never go back. */
    long lastMillis() {
        return lastMillis;
    }

    void add(long timeMillis, @Nullable Publication publication) {
        slots.add(new Slot(timeMillis, publication));
        lastMillis = timeMillis;
    }

    void forgetBefore(long offset) {
        long keptFrom = nearest(offset);
        slots.subList(0, indexOf(keptFrom)).clear();
        earliest = keptFrom;
    }

    void cutBackTo(long offset) {
        slots.subList(indexOf(nearest(offset)), slots.size()).clear();
    }

    /** Returns the offset itself if it can be read next, else the closest one that can. */
    long nearest(long offset) {
        return Math.clamp(offset, earliest, end());
    }

    /** Returns what can be heard of the offsets from {@code from} to before {@code to}. */
    List<Publication> publications(long from, long to) {
        return slots.subList(indexOf(from), indexOf(to)).stream()
                .map(Slot::publication)
                .filter(Objects::nonNull)
                .toList();
    }

    long millisOf(long offset) {
        return slots.get(indexOf(offset)).timeMillis();
    }

    long offsetAtTime(long timeMillis) {
        int index = 0;
        while (index < slots.size() && slots.get(index).timeMillis() < timeMillis) {
            index++;
        }
        return earliest + index;
    }

    HistoryPage read(long after, long until, int maxBytes) {
        long last = Math.min(until, end() - 1);
        // What retention took of the range is covered by a page that begins behind it.
        long begin = Math.max(after, Math.min(earliest - 1, until));
        List<Publication> page = new ArrayList<>();
        long bytes = 0;
        long through = begin;
        while (through < last) {
            Publication publication = slots.get(indexOf(through + 1)).publication();
            if (publication != null) {
                bytes += publication.weight();
                if (bytes > maxBytes && !page.isEmpty()) {
                    break;
                }
                page.add(publication);
            }
            through++;
        }
        return new HistoryPage(begin, through, through > begin ? millisOf(through) : 0, page);
    }

    private int indexOf(long offset) {
        return Math.toIntExact(offset - earliest);
    }
}
