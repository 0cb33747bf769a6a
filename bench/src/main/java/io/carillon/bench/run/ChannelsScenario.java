package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many channels with a few subscribers each: how long a publication takes, with and without clients that stall. */
@Command(
        name = "channels",
        mixinStandardHelpOptions = true,
        description = "Many channels with some subscribers each: latency from publish to delivery, and CPU; then with"
                + " clients that stop reading.")
final class ChannelsScenario extends Scenario {

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

    @Override
    void measure(Target target) throws IOException {
        settle(target, settle);
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

    private void run(Target target, String name, int stalled, int round, Medians medians) throws IOException {
        Load load = load(channels * each, channels, rate * channels, payloadBytes, stalled);
        Result result = run(target, load);
        say(String.format("round %d  %-14s %s", round, name, result.inWords()));
        medians.add(name + ": p50 ms", result.latencyMillis(50));
        medians.add(name + ": p99 ms", result.latencyMillis(99));
        medians.add(name + ": p99.9 ms", result.latencyMillis(99.9));
        medians.add(
                name + ": publish acknowledged, p50 ms",
                result.acknowledgement().getValueAtPercentile(50) / 1e3);
        medians.add(name + ": CPU us/delivery", result.cpuMicrosPerDelivery());
    }
}
