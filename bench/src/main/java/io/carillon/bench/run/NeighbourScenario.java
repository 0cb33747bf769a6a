package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.LoadRun;
import io.carillon.bench.load.Progress;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many channels, and one more that is published to without measure: what the others notice of it. */
@Command(
        name = "neighbour",
        mixinStandardHelpOptions = true,
        description = "Many channels with some subscribers each, by turns without and with a neighbour channel of many"
                + " megabytes a second.")
final class NeighbourScenario extends Scenario {

    @Option(names = "--channels", description = "default: ${DEFAULT-VALUE}")
    int channels = 1_000;

    @Option(names = "--each", description = "subscribers of each channel (default: ${DEFAULT-VALUE})")
    int each = 10;

    @Option(names = "--rate", description = "publications a second for each channel (default: ${DEFAULT-VALUE})")
    double rate = 1;

    @Option(
            names = "--neighbour",
            paramLabel = "MB",
            description = "megabytes a second of the neighbour (default: ${DEFAULT-VALUE})")
    int neighbourMegabytes = 50;

    @Option(
            names = "--neighbour-payload",
            description = "bytes of each of its publications (default: ${DEFAULT-VALUE})")
    int neighbourPayloadBytes = 50_000;

    @Option(names = "--neighbour-subscribers", description = "who hears it (default: ${DEFAULT-VALUE})")
    int neighbourSubscribers = 1;

    @Option(names = "--pairs", description = "how often both are measured (default: ${DEFAULT-VALUE})")
    int pairs = 5;

    @Option(
            names = "--settle",
            description = "seconds of publishing before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Override
    void measure(Target target) throws IOException {
        settle(target, settle);
        Load load = load(channels * each, channels, rate * channels, 100, 0);
        double neighbourRate = neighbourMegabytes * 1e6 / neighbourPayloadBytes;
        Load loud = load(neighbourSubscribers, 1, neighbourRate, neighbourPayloadBytes, 0);
        // The others have to connect first; that takes so long at most, and is part of the neighbour's time.
        Load neighbour = loud.lasting(loud.warmup().plus(loud.measured()).plusSeconds(neighbourLead()));
        var medians = new Medians();
        for (int pair = 1; pair <= pairs; pair++) {
            Result alone = run(target, load);
            CompletableFuture<Result> beside = CompletableFuture.supplyAsync(() -> {
                try {
                    return LoadRun.measure(target.named("neighbour"), neighbour, Progress.silent());
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            Result disturbed = run(target, load);
            Result neighbours = beside.join();
            say(String.format("pair %d  alone       %s", pair, alone.inWords()));
            say(String.format("        beside      %s", disturbed.inWords()));
            say(String.format("        neighbour   %s", neighbours.inWords()));
            medians.add("alone: p99 ms", alone.latencyMillis(99));
            medians.add("beside: p99 ms", disturbed.latencyMillis(99));
            medians.add("ratio of p99", disturbed.latencyMillis(99) / alone.latencyMillis(99));
            medians.add(
                    "neighbour: MB/s heard by each",
                    neighbours.deliveredPerSecond() * neighbourPayloadBytes / 1e6 / neighbourSubscribers);
        }
        say("");
        say(medians.inWords());
    }

    private long neighbourLead() {
        return Math.max(2, channels * each / 4_000);
    }
}
