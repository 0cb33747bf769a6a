package io.carillon.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param connected subscribers whose stream was opened
 * @param connectTime how long that took
 * @param published publications that were due while it was measured
 * @param accepted of these, those that the server took
 * @param delivered how often one of these reached a subscriber
 * @param expected how often they should have
 * @param span how long it was measured, until the last delivery
 * @param cpu what the server used meanwhile
 * @param deliveryCpu of that, what its delivering threads used; zero where they cannot be told from the others
 * @param residentBytes the server's memory at the end
 * @param residentGrowthBytes of that, what came while subscribers connected
 * @param latency microseconds from when a publication was due to when a subscriber had it
 * @param acknowledgement microseconds from when a publication was due to when it was accepted
 */
public record Result(
        int connected,
        Duration connectTime,
        long published,
        long accepted,
        long delivered,
        long expected,
        Duration span,
        Duration cpu,
        Duration deliveryCpu,
        long residentBytes,
        long residentGrowthBytes,
        Histogram latency,
        Histogram acknowledgement) {

    private static final double MICROS = 1e6;

    /** Returns the server's CPU time for each delivery, in microseconds. */
    public double cpuMicrosPerDelivery() {
        return delivered == 0 ? Double.NaN : seconds(cpu) * MICROS / delivered;
    }

    /** Returns the server's CPU time for each publication, in microseconds. */
    public double cpuMicrosPerPublication() {
        return published == 0 ? Double.NaN : seconds(cpu) * MICROS / published;
    }

    /** Returns the CPU time for each delivery without what publishing costs where nobody listens. */
    public double cpuMicrosPerDelivery(Result unheard) {
        return (seconds(cpu) * MICROS - unheard.cpuMicrosPerPublication() * published) / delivered;
    }

    /** Returns the CPU time of the delivering threads for each delivery, in microseconds. */
    public double deliveryMicrosPerDelivery() {
        return delivered == 0 ? Double.NaN : seconds(deliveryCpu) * MICROS / delivered;
    }

    /** Returns deliveries for each second of the server's CPU time. */
    public double deliveriesPerCpuSecond() {
        return delivered / seconds(cpu);
    }

    /** Returns how many processors the server kept busy. */
    public double cores() {
        return seconds(cpu) / seconds(span);
    }

    /** Returns deliveries a second. */
    public double deliveredPerSecond() {
        return delivered / seconds(span);
    }

    /** Returns connects a second. */
    public double connectsPerSecond() {
        return connected / seconds(connectTime);
    }

    /** Returns a quantile of the latency in milliseconds. */
    public double latencyMillis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** Says it in a line. */
    public String inWords() {
        return String.format(
                "%,d of %,d delivered, %,.0f/s, %.2f us CPU each; latency p50 %.1f p99 %.1f p99.9 %.1f max %.1f ms;"
                        + " %.2f cores, %,d MB",
                delivered,
                expected,
                deliveredPerSecond(),
                cpuMicrosPerDelivery(),
                latencyMillis(50),
                latencyMillis(99),
                latencyMillis(99.9),
                latency.getMaxValue() / 1e3,
                cores(),
                residentBytes >> 20);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
