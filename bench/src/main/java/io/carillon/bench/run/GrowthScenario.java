package io.carillon.bench.run;

import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import io.carillon.bench.plot.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How cost grows with subscribers and with payloads, as plots. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = "How cost and latency grow with subscribers of a channel and with payloads, drawn as SVG.")
final class GrowthScenario extends Scenario {

    private static final List<Integer> SUBSCRIBERS = List.of(1, 10, 100, 1_000, 10_000);
    private static final List<Integer> PAYLOADS = List.of(100, 1_000, 4_000, 16_000, 64_000);

    @Option(names = "--folder", description = "where to put the plots (default: ${DEFAULT-VALUE})")
    Path folder = Path.of("docs/plots");

    @Option(names = "--rate", description = "publications a second (default: ${DEFAULT-VALUE})")
    double rate = 10;

    @Override
    void measure(Target target) throws IOException {
        Files.createDirectories(folder);
        var cost = new Plot("CPU for each delivery", "subscribers of the channel", "µs");
        var latency = new Plot("Latency from publish to delivery", "subscribers of the channel", "ms");
        for (int count : SUBSCRIBERS) {
            Result result = run(target, load(count, 1, rate, 100, 0));
            say(String.format("%,6d subscribers  %s", count, result.inWords()));
            cost.add("carillon", count, result.cpuMicrosPerDelivery());
            latency.add("p50", count, result.latencyMillis(50));
            latency.add("p99", count, result.latencyMillis(99));
        }
        var payloadCost = new Plot("CPU for each delivery, 500 subscribers", "bytes of a publication", "µs");
        for (int bytes : PAYLOADS) {
            Result result = run(target, load(500, 1, rate, bytes, 0));
            say(String.format("%,6d bytes        %s", bytes, result.inWords()));
            payloadCost.add("carillon", bytes, result.cpuMicrosPerDelivery());
        }
        write("growth-subscribers-cpu.svg", cost);
        write("growth-subscribers-latency.svg", latency);
        write("growth-payload-cpu.svg", payloadCost);
    }

    private void write(String name, Plot plot) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, plot.svg());
        say(String.format("written: %s", file));
    }
}
