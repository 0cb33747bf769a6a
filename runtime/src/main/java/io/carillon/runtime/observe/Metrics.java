package io.carillon.runtime.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The meters of one process, or of one service among several in a JVM.
 *
 * <p>Names are written as Prometheus shows them: {@code push_<room>_<noun>_<unit>}, counters with {@code _total} and
 * timers with {@code _seconds} at the end. Tags come as names and values by turns, and have few values: never a channel,
 * a session or a client.
 *
 * <p>Meters may be made and used by every thread. Those of the JVM and the process are there from the start.
 */
public final class Metrics implements AutoCloseable {

    /** Media type of {@link #scrape()}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("push_[a-z0-9]+(_[a-z0-9]+)+");

    /** From a hop inside the machine to a publisher's patience, about three per decade. */
    private static final Duration[] TIMER_BUCKETS =
            millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Set<String> read = ConcurrentHashMap.newKeySet();

    /** Makes meters of which those of the JVM and the process count already. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Returns the counter of this name and these tags, made when first asked for. */
    public Counter counter(String name, String help, String... tags) {
        return Counter.builder(checked(name, "_total"))
                .description(help)
                .tags(tags)
                .register(registry);
    }

    /**
     * Shows a total that is kept elsewhere, as a hot path keeps it.
     *
     * @param total only grows; read at each scrape
     */
    public void counter(String name, String help, LongSupplier total, String... tags) {
        unique(checked(name, "_total"), tags);
        // Micrometer holds the first argument weakly, and this object lives as long as its registry.
        FunctionCounter.builder(name, this, _ -> total.getAsLong())
                .description(help)
                .tags(tags)
                .register(registry);
    }

    /** Shows a value that goes up and down, read at each scrape. */
    public void gauge(String name, String help, DoubleSupplier value, String... tags) {
        if (name.endsWith("_total")) {
            throw new IllegalArgumentException("name: " + name + " (expected: no _total, since a gauge is none)");
        }
        unique(checked(name, ""), tags);
        Gauge.builder(name, value::getAsDouble).description(help).tags(tags).register(registry);
    }

    /** Returns the timer of this name and these tags, made when first asked for: a histogram from 1 ms to 10 s. */
    public Timer timer(String name, String help, String... tags) {
        return Timer.builder(checked(name, "_seconds"))
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(TIMER_BUCKETS)
                .register(registry);
    }

    /**
     * Returns the distribution of this name and these tags, made when first asked for.
     *
     * @param buckets upper ends of the histogram's buckets, ascending
     */
    public DistributionSummary distribution(String name, String help, double[] buckets, String... tags) {
        return DistributionSummary.builder(checked(name, ""))
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** Returns the registry, for libraries that bring meters of their own. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Returns the value of every meter in Prometheus's text format, of type {@link #MEDIA_TYPE}. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private static String checked(String name, String suffix) {
        if (!NAME.matcher(name).matches() || !name.endsWith(suffix)) {
            throw new IllegalArgumentException(
                    "name: " + name + " (expected: push_<room>_<noun>" + (suffix.isEmpty() ? "_<unit>" : suffix) + ")");
        }
        return name;
    }

    /** Micrometer would keep the first of two such meters and say nothing. */
    private void unique(String name, String... tags) {
        if (!read.add(name + Tags.of(tags).stream().toList())) {
            throw new IllegalStateException("name: " + name + " (expected: one that is not read already)");
        }
    }

    private static Duration[] millis(long... values) {
        var durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }
}
