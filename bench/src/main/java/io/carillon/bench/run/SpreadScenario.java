package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Connections with several channels each, over the partitions: their ids are long, and hardly two of them the same. */
@Command(
        name = "spread",
        mixinStandardHelpOptions = true,
        description = "Connections with several channels each, spread over the partitions, by turns with one channel"
                + " each: what long ids of their own cost.")
final class SpreadScenario extends Scenario {

    @Option(names = "--subscribers", description = "default: ${DEFAULT-VALUE}")
    int subscribers = 2_000;

    @Option(names = "--each", description = "channels of each (default: ${DEFAULT-VALUE})")
    int each = 10;

    @Option(names = "--channels", description = "how many there are (default: ${DEFAULT-VALUE})")
    int channels = 1_000;

    @Option(names = "--rate", description = "deliveries a second to each subscriber (default: ${DEFAULT-VALUE})")
    double rate = 10;

    @Option(names = "--pairs", description = "how often both are measured (default: ${DEFAULT-VALUE})")
    int pairs = 5;

    @Option(
            names = "--settle",
            description = "seconds of publishing before anything counts, and of each kind of load"
                    + " (default: ${DEFAULT-VALUE})")
    int settle = 15;

    @Override
    void measure(Target target) throws IOException {
        settle(target, settle);
        Load several =
                load(subscribers, channels, rate * channels / each, 100, 0).wanting(each);
        Load one = load(subscribers, channels / each, rate * channels / each, 100, 0);
        run(target, one.lasting(Duration.ofSeconds(settle)));
        run(target, several.lasting(Duration.ofSeconds(settle)));
        var medians = new Medians();
        for (int pair = 1; pair <= pairs; pair++) {
            Result narrow = run(target, one);
            Result wide = run(target, several);
            say(String.format("pair %d  1 channel   %s", pair, narrow.inWords()));
            say(String.format("       %2d channels  %s", each, wide.inWords()));
            medians.add("1 channel: CPU us/delivery", narrow.cpuMicrosPerDelivery());
            medians.add(each + " channels: CPU us/delivery", wide.cpuMicrosPerDelivery());
            medians.add("ratio", wide.cpuMicrosPerDelivery() / narrow.cpuMicrosPerDelivery());
            medians.add("1 channel: p99 ms", narrow.latencyMillis(99));
            medians.add(each + " channels: p99 ms", wide.latencyMillis(99));
        }
        say("");
        say(medians.inWords());
    }
}
