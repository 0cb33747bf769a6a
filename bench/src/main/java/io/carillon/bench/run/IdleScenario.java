package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many connections to which nothing is sent but heartbeats: what each costs, and how fast they come. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "Connections that wait: live heap and resident memory of each, and connects a second.")
final class IdleScenario extends Scenario {

    @Option(names = "--connections", description = "default: ${DEFAULT-VALUE}")
    int connections = 15_000;

    @Option(names = "--channels", description = "how many channels they spread over (default: ${DEFAULT-VALUE})")
    int channels = 1;

    @Option(names = "--rounds", description = "how often (default: ${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(
            names = "--settle",
            description = "rounds before them that do not count, for the JVM to compile what is hot"
                    + " (default: ${DEFAULT-VALUE})")
    int settle = 4;

    @Override
    void measure(Target target) throws IOException {
        Load load = load(connections, channels, 0, 0, 0);
        var medians = new Medians();
        for (int round = 1; round <= settle; round++) {
            say(String.format(
                    "settling %d  %,.0f connects/s", round, run(target, load).connectsPerSecond()));
        }
        for (int round = 1; round <= rounds; round++) {
            long before = LiveHeap.bytes(target.pid());
            long[] live = new long[1];
            Result result = run(target, load, _ -> live[0] = LiveHeap.bytes(target.pid()));
            double heapBytes = (double) (live[0] - before) / result.connected();
            double residentBytes = (double) result.residentGrowthBytes() / result.connected();
            say(String.format(
                    "round %d  %,d connected, %,.0f/s; each: %,.0f bytes of live heap, %,.0f bytes of resident memory",
                    round, result.connected(), result.connectsPerSecond(), heapBytes, residentBytes));
            medians.add("connects/s", result.connectsPerSecond());
            medians.add("live heap, bytes each", heapBytes);
            medians.add("growth of resident memory, bytes each", residentBytes);
        }
        say("");
        say(medians.inWords());
    }
}
