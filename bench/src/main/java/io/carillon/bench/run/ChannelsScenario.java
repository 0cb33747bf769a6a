package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many channels with a few subscribers each: how long a publication takes, with and without clients that stall. */
@Command(
        name = "channels",
        mixinStandardHelpOptions = true,
        description = "Many channels with some subscribers each: latency from publish to delivery, and CPU; then with"
                + " clients that stop reading.")
final class ChannelsScenario extends Scenario {

    private static final int FILLING_BYTES = 4_000;

    @Option(names = "--channels", description = "default: ${DEFAULT-VALUE}")
    int channels = 1_000;

    @Option(names = "--each", description = "subscribers of each channel (default: ${DEFAULT-VALUE})")
    int each = 10;

    @Option(names = "--rate", description = "publications a second for each channel (default: ${DEFAULT-VALUE})")
    double rate = 1;

    @Option(names = "--payload", description = "bytes of each (default: ${DEFAULT-VALUE})")
    int payloadBytes = 100;

    @Option(names = "--rounds", description = "how often (default: ${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(
            names = "--settle",
            description = "seconds of publishing before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Option(
            names = "--fill",
            description = "let what waits for those who stall fill their sockets and queues within seconds: with small"
                    + " buffers, and 4,000 bytes unless --payload says more (default: ${DEFAULT-VALUE})")
    boolean fill;

    private @Nullable DevProcess own;

    @Override
    void measure() throws IOException, InterruptedException {
        if (!fill) {
            super.measure();
            return;
        }
        payloadBytes = Math.max(payloadBytes, FILLING_BYTES);
        var all = new ArrayList<>(List.of("push.http.send.buffer.bytes=4KiB", "push.session.queue.bytes=4KiB"));
        all.addAll(settings);
        settings = all;
        say("starting carillon dev ...");
        try (DevProcess dev = DevProcess.start(root(), settings)) {
            own = dev;
            measure(dev.target());
        }
    }

    @Override
    void measure(Target target) throws IOException, InterruptedException {
        settle(target, settle);
        run(
                target,
                load(channels * each, channels, rate * channels, payloadBytes, 0)
                        .lasting(Duration.ofSeconds(settle)));
        var medians = new Medians();
        int subscribers = channels * each;
        for (int round = 1; round <= rounds; round++) {
            run(target, "nobody stalls", 0, round, medians);
            run(target, "1 % stall", subscribers / 100, round, medians);
            run(target, "20 % stall", subscribers / 5, round, medians);
        }
        say("");
        say(medians.inWords());
    }

    private void run(Target target, String name, int stalled, int round, Medians medians)
            throws IOException, InterruptedException {
        Load load = load(channels * each, channels, rate * channels, payloadBytes, stalled);
        double slowBefore = slowConsumers();
        Result result = run(target, load);
        say(String.format("round %d  %-14s %s", round, name, result.inWords()));
        medians.add(name + ": p50 ms", result.latencyMillis(50));
        medians.add(name + ": p99 ms", result.latencyMillis(99));
        medians.add(name + ": p99.9 ms", result.latencyMillis(99.9));
        medians.add(
                name + ": publish acknowledged, p50 ms",
                result.acknowledgement().getValueAtPercentile(50) / 1e3);
        medians.add(name + ": CPU us/delivery", result.cpuMicrosPerDelivery());
        if (fill) {
            medians.add(name + ": sessions that fell behind", slowConsumers() - slowBefore);
        }
    }

    private double slowConsumers() throws IOException, InterruptedException {
        DevProcess dev = own;
        return dev == null ? 0 : dev.metric("push_edge_slow_consumers_total");
    }
}
