package io.carillon.fanout.leadership;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How busy partitions are, by how fast their owners read on. Belongs to one caller at a time. */
final class PartitionLoads {

    /** Over so long a rate is taken, so that a burst is not taken for work that lasts. */
    private static final Duration SPAN = Duration.ofSeconds(10);

    private record Sample(long through, long atNanos) {}

    private final Map<Integer, Sample> begun = new HashMap<>();
    private final Map<Integer, Double> rates = new HashMap<>();

    /** Hears how far owners are, by partition. */
    void heard(Map<Integer, Progress> progress, long nowNanos) {
        begun.keySet().retainAll(progress.keySet());
        rates.keySet().retainAll(progress.keySet());
        progress.forEach((partition, now) -> {
            Sample before = begun.get(partition);
            if (before == null) {
                begun.put(partition, new Sample(now.through(), nowNanos));
            } else if (nowNanos - before.atNanos() >= SPAN.toNanos()) {
                double seconds = (nowNanos - before.atNanos()) / 1e9;
                rates.put(partition, Math.max(0, now.through() - before.through()) / seconds);
                begun.put(partition, new Sample(now.through(), nowNanos));
            }
        });
    }

    /** Returns publications a second of each partition whose owner has reported for long enough. */
    Map<Integer, Double> rates() {
        return Map.copyOf(rates);
    }
}
