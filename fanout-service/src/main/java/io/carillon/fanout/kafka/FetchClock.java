package io.carillon.fanout.kafka;

import io.carillon.core.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a broker last answered a fetch, which a consumer does not tell: an empty poll looks the same whether the log
 * is quiet or gone. The consumer's own count of answered fetches does tell.
 *
 * <p>Threading: the live reader's thread writes; the age may be read by any.
 */
final class FetchClock {

    private static final String COUNT = "fetch-total";
    private static final String GROUP = "consumer-fetch-manager-metrics";

    private final Ticker ticker;
    private volatile long lastAnswerNanos;
    private @Nullable Metric count;
    private double lastCount;

    FetchClock(Ticker ticker) {
        this.ticker = ticker;
        this.lastAnswerNanos = ticker.nanos();
    }

    /** Begins to watch a consumer. */
    void watch(Consumer<?, ?> consumer) {
        count = find(consumer.metrics());
        lastCount = 0;
    }

    /**
     * Looks whether fetches were answered since the last look.
     *
     * @param fetching whether there is anything to fetch; if not, the age is nil
     */
    void look(boolean fetching) {
        double answered = count == null ? 0 : (double) count.metricValue();
        if (!fetching || answered != lastCount) {
            lastCount = answered;
            lastAnswerNanos = ticker.nanos();
        }
    }

    Duration age() {
        return Duration.ofNanos(ticker.nanos() - lastAnswerNanos);
    }

    private static Metric find(Map<MetricName, ? extends Metric> metrics) {
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(COUNT)
                    && name.group().equals(GROUP)
                    && !name.tags().containsKey("topic")) {
                return entry.getValue();
            }
        }
        throw new IllegalStateException("metric " + GROUP + ":" + COUNT + ": missing (expected: from every consumer)");
    }
}
