package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One edge that follows many owners. */
@Command(
        name = "owners",
        mixinStandardHelpOptions = true,
        description = "A cluster of processes with many owners and one edge: what its links cost it.")
final class OwnersScenario extends Scenario {

    @Option(names = "--fanouts", description = "owners (default: ${DEFAULT-VALUE})")
    int fanouts = 20;

    @Option(names = "--channels", description = "default: ${DEFAULT-VALUE}")
    int channels = 200;

    @Option(names = "--each", description = "subscribers of each channel (default: ${DEFAULT-VALUE})")
    int each = 10;

    @Option(names = "--rate", description = "publications a second for each channel (default: ${DEFAULT-VALUE})")
    double rate = 1;

    @Option(names = "--rounds", description = "how often (default: ${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(names = "--settle", description = "seconds of load before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Override
    void measure() throws IOException, InterruptedException {
        say("starting carillon cluster with " + fanouts + " fanout nodes ...");
        try (ClusterProcess cluster = ClusterProcess.start(root(), fanouts, 1, settings)) {
            measure(cluster.edges().getFirst());
        }
    }

    @Override
    void measure(Target edge) throws IOException {
        Load load = load(channels * each, channels, rate * channels, 100, 0);
        run(edge, load.lasting(Duration.ofSeconds(settle)));
        var medians = new Medians();
        for (int round = 1; round <= rounds; round++) {
            Result result = run(edge, load);
            say(String.format("round %d  %s", round, result.inWords()));
            medians.add("edge: cores", result.cores());
            medians.add("edge: CPU us/delivery", result.cpuMicrosPerDelivery());
            medians.add("p50 ms", result.latencyMillis(50));
            medians.add("p99 ms", result.latencyMillis(99));
        }
        say("");
        say(medians.inWords());
    }
}
