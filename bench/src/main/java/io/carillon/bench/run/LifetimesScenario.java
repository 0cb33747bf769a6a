package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.ReturningCrowd;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many connections that live as long as they do by default, and come back again and again. */
@Command(
        name = "lifetimes",
        mixinStandardHelpOptions = true,
        description = "Connections that are asked to reconnect every few minutes, as by default: what that costs, what"
                + " others notice, and whether anybody misses anything.")
final class LifetimesScenario extends Scenario {

    private static final int CHANNELS = 1_000;
    private static final long CONNECT_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long STRAGGLERS_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Option(names = "--connections", description = "default: ${DEFAULT-VALUE}")
    int connections = 15_000;

    @Option(names = "--heard", description = "subscribers beside them whose latency counts (default: ${DEFAULT-VALUE})")
    int heard = 1_000;

    @Option(names = "--rate", description = "publications a second, over all channels (default: ${DEFAULT-VALUE})")
    double rate = 200;

    @Option(names = "--rounds", description = "how often, 30 seconds each (default: ${DEFAULT-VALUE})")
    int rounds = 7;

    @Option(
            names = "--settle",
            description = "seconds of publishing before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Override
    void measure() throws IOException, InterruptedException {
        settings = new ArrayList<>(settings);
        settings.add("push.reconnect.dither.min.duration=120s");
        settings.add("push.reconnect.dither.max.duration=180s");
        super.measure();
    }

    @Override
    void measure(Target target) throws IOException, InterruptedException {
        seconds = 27;
        settle(target, settle);
        Load load = load(heard, CHANNELS, rate, 100, 0).lasting(Duration.ofSeconds(seconds));
        var medians = new Medians();
        long missing = 0;
        try (var crowd = new ReturningCrowd(connections, CHANNELS, _ -> target, _ -> target)) {
            say("all connected: " + crowd.awaitAll(CONNECT_LIMIT_NANOS));
            for (int round = 1; round <= rounds; round++) {
                long before = crowd.comebacks().getTotalCount();
                long heardBefore = crowd.heard();
                Result result = run(target, load);
                long expected = heardBefore + crowd.expected(result.accepted());
                ReturningCrowd.await(() -> crowd.heard() >= expected, STRAGGLERS_NANOS);
                missing += expected - crowd.heard();
                long after = crowd.comebacks().getTotalCount();
                say(String.format(
                        "round %d  %s; %,d came back, %,d open, %,d missing, %,d repeated, %,d failed",
                        round,
                        result.inWords(),
                        after - before,
                        crowd.open(),
                        missing,
                        crowd.repeated(),
                        crowd.failures()));
                medians.add("p99 ms", result.latencyMillis(99));
                medians.add("cores", result.cores());
                medians.add("came back in a round", (double) (after - before));
            }
            say("");
            say(medians.inWords());
            say(String.format(
                    "coming back took p50 %.1f p99 %.1f max %.1f ms; %,d missing, %,d repeated, %,d failed attempts",
                    crowd.comebacks().getValueAtPercentile(50) / 1e3,
                    crowd.comebacks().getValueAtPercentile(99) / 1e3,
                    crowd.comebacks().getMaxValue() / 1e3,
                    missing,
                    crowd.repeated(),
                    crowd.failures()));
        }
    }
}
