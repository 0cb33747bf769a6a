package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.LoadRun;
import io.carillon.bench.load.Progress;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
            split = ",",
            description = "megabytes a second of the neighbour, or several by turns (default: ${DEFAULT-VALUE})")
    List<Integer> neighbourMegabytes = List.of(50);

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
            description = "seconds of publishing, of the load alone and of the load beside the first neighbour before"
                    + " anything counts (default: ${DEFAULT-VALUE})")
    int settle = 30;

    @Override
    void measure(Target target) throws IOException {
        settle(target, settle);
        Load load = load(channels * each, channels, rate * channels, 100, 0);
        run(target, load.lasting(Duration.ofSeconds(settle)));
        beside(target, load.lasting(Duration.ofSeconds(settle)), neighbourMegabytes.getFirst());
        var medians = new Medians();
        for (int pair = 1; pair <= pairs; pair++) {
            Result alone = run(target, load);
            say(String.format("pair %d  alone       %s", pair, alone.inWords()));
            medians.add("alone: p50 ms", alone.latencyMillis(50));
            medians.add("alone: p99 ms", alone.latencyMillis(99));
            for (int megabytes : neighbourMegabytes) {
                Both both = beside(target, load, megabytes);
                say(String.format(
                        "        beside %2d   %s", megabytes, both.others().inWords()));
                say(String.format("        neighbour   %s", both.neighbour().inWords()));
                String beside = "beside " + megabytes + " MB/s: ";
                medians.add(beside + "p99 ms", both.others().latencyMillis(99));
                medians.add(beside + "ratio of p99", both.others().latencyMillis(99) / alone.latencyMillis(99));
                medians.add(beside + "cores", both.others().cores());
                medians.add(
                        beside + "heard by each, MB/s",
                        both.neighbour().deliveredPerSecond() * neighbourPayloadBytes / 1e6 / neighbourSubscribers);
            }
        }
        say("");
        say(medians.inWords());
    }

    private record Both(Result others, Result neighbour) {}

    private Both beside(Target target, Load load, int megabytes) throws IOException {
        Load loud = load(neighbourSubscribers, 1, megabytes * 1e6 / neighbourPayloadBytes, neighbourPayloadBytes, 0);
        // The others have to connect first; that takes so long at most, and is part of the neighbour's time. The first
        // second does not count: what is published before a stream's first heartbeat, it need not hear.
        Load neighbour = loud.lasting(
                Duration.ofSeconds(1),
                load.warmup().plus(load.measured()).plusSeconds(neighbourLead()).minusSeconds(1));
        CompletableFuture<Result> beside = CompletableFuture.supplyAsync(() -> {
            try {
                return LoadRun.measure(target.named("neighbour"), neighbour, Progress.silent());
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        return new Both(run(target, load), beside.join());
    }

    private long neighbourLead() {
        return Math.max(2, channels * each / 4_000);
    }
}
