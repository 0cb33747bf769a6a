package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.ReturningCrowd;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One of two edges is killed with all its clients, who go to the other one at once. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        description = "A cluster of processes whose one edge is killed: how long until its clients are live on the"
                + " other, and what those notice who were there before.")
final class StormScenario extends Scenario {

    private static final int CHANNELS = 1_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);

    @Option(names = "--connections", description = "of the edge that is killed (default: ${DEFAULT-VALUE})")
    int connections = 15_000;

    @Option(names = "--heard", description = "subscribers of the other edge (default: ${DEFAULT-VALUE})")
    int heard = 1_000;

    @Option(names = "--rate", description = "publications a second, over all channels (default: ${DEFAULT-VALUE})")
    double rate = 100;

    @Option(names = "--fanouts", description = "fanout nodes (default: ${DEFAULT-VALUE})")
    int fanouts = 3;

    @Option(names = "--settle", description = "seconds of load before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Override
    void measure() throws IOException, InterruptedException {
        say("starting carillon cluster ...");
        try (ClusterProcess cluster = ClusterProcess.start(root(), fanouts, 2, settings)) {
            measure(cluster);
        }
    }

    @Override
    void measure(Target target) {
        throw new IllegalStateException("a storm needs a cluster of its own");
    }

    private void measure(ClusterProcess cluster) throws IOException, InterruptedException {
        List<Target> edges = cluster.edges();
        Target doomed = edges.getFirst();
        Target other = edges.getLast();
        // All that is published counts, so that it is known how much the crowd has to hear.
        Load load = load(heard, CHANNELS, rate, 100, 0).lasting(Duration.ofSeconds(warmup + seconds));
        try (var crowd = new ReturningCrowd(connections, CHANNELS, _ -> doomed, _ -> other)) {
            say("all connected: " + crowd.awaitAll(PATIENCE_NANOS));
            // The JVMs have to compile what is hot first.
            run(other, load.lasting(Duration.ofSeconds(settle)));
            say("calm    " + run(other, load).inWords());
            crowd.comebacks().reset();
            long heardBefore = crowd.heard();
            CompletableFuture<Result> beside = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(other, load);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            TimeUnit.SECONDS.sleep(warmup + 1);
            cluster.killEdge(0);
            ReturningCrowd.await(() -> crowd.open() < connections, PATIENCE_NANOS);
            boolean all = crowd.awaitAll(PATIENCE_NANOS);
            Result storm = beside.join();
            say("storm   " + storm.inWords());
            long expected = heardBefore + crowd.expected(storm.accepted());
            ReturningCrowd.await(() -> crowd.heard() >= expected, PATIENCE_NANOS);
            long missing = expected - crowd.heard();
            say("after   " + run(other, load).inWords());
            say(String.format(
                    "all %,d live again: %s; from the end of its connection, each p50 %.1f p99 %.1f max %.1f s;"
                            + " %,d missing, %,d repeated, %,d failed attempts",
                    connections,
                    all,
                    crowd.comebacks().getValueAtPercentile(50) / 1e6,
                    crowd.comebacks().getValueAtPercentile(99) / 1e6,
                    crowd.comebacks().getMaxValue() / 1e6,
                    missing,
                    crowd.repeated(),
                    crowd.failures()));
        }
    }
}
