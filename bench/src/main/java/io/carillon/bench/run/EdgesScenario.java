package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.ReturningCrowd;
import io.carillon.bench.load.ServerProcess;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** As many channels as subscribers, over several edges: what each costs, and how long a publication takes. */
@Command(
        name = "edges",
        mixinStandardHelpOptions = true,
        description =
                "A cluster of processes with several edges, and a channel for each of very many subscribers, who are"
                        + " as many processes as there are edges: a process has no more descriptors.")
final class EdgesScenario extends Scenario {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long STRAGGLERS_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long LONGEST_MICROS = 120_000_000L;

    @Option(names = "--subscribers", description = "each with a channel (default: ${DEFAULT-VALUE})")
    int subscribers = 100_000;

    @Option(names = "--edges", description = "default: ${DEFAULT-VALUE}")
    int edges = 6;

    @Option(names = "--fanouts", description = "default: ${DEFAULT-VALUE}")
    int fanouts = 3;

    @Option(names = "--rate", description = "publications a second, over all channels (default: ${DEFAULT-VALUE})")
    double rate = 500;

    @Option(names = "--rounds", description = "how often (default: ${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(
            names = "--settle",
            description = "seconds of publishing before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Override
    void measure() throws IOException, InterruptedException {
        settings = new ArrayList<>(settings);
        settings.addAll(List.of("push.reconnect.dither.min.duration=1h", "push.reconnect.dither.max.duration=2h"));
        say("starting carillon cluster with " + edges + " edges ...");
        try (ClusterProcess cluster = ClusterProcess.start(root(), fanouts, edges, settings)) {
            measure(cluster.edges());
        }
    }

    @Override
    void measure(Target target) {
        throw new IllegalStateException("several edges need a cluster of their own");
    }

    private void measure(List<Target> servers) throws IOException, InterruptedException {
        List<Usage> before = usages(servers);
        List<CrowdProcess> crowds = new ArrayList<>();
        try {
            int each = subscribers / servers.size();
            long began = System.nanoTime();
            for (int i = 0; i < servers.size(); i++) {
                crowds.add(CrowdProcess.start(servers.get(i), i * each, each));
            }
            int wanted = each * servers.size();
            boolean all = ReturningCrowd.await(() -> open(crowds) == wanted, PATIENCE_NANOS);
            double took = (System.nanoTime() - began) / 1e9;
            say(String.format("all connected: %s, %,d in %.1f s, %,.0f/s", all, open(crowds), took, wanted / took));
            sayWhatEachTakes(before, usages(servers), each);
            Load load = load(0, wanted, rate, 100, 0);
            run(servers.getFirst(), load.lasting(Duration.ofSeconds(settle)));
            var medians = new Medians();
            for (int round = 1; round <= rounds; round++) {
                publish(servers, crowds, load.lasting(Duration.ofSeconds(seconds)), round, medians);
            }
            say("");
            say(medians.inWords());
        } finally {
            for (CrowdProcess crowd : crowds) {
                crowd.close();
            }
        }
    }

    private void publish(List<Target> servers, List<CrowdProcess> crowds, Load load, int round, Medians medians)
            throws IOException, InterruptedException {
        for (CrowdProcess crowd : crowds) {
            crowd.countFromNow();
        }
        Duration cpuBefore = cpu(servers);
        Result published = run(servers.getFirst(), load);
        boolean all =
                ReturningCrowd.await(() -> heard(crowds).getTotalCount() >= published.accepted(), STRAGGLERS_NANOS);
        Histogram latency = heard(crowds);
        double cpuMicros = cpu(servers).minus(cpuBefore).toNanos() / 1e3 / latency.getTotalCount();
        say(String.format(
                "round %d  %,d published, %,d accepted, %,d heard (all: %s); acknowledged p50 %.1f p99 %.1f ms;"
                        + " heard p50 %.1f p99 %.1f max %.1f ms; %.1f us CPU of the edges for each",
                round,
                published.published(),
                published.accepted(),
                latency.getTotalCount(),
                all,
                published.acknowledgement().getValueAtPercentile(50) / 1e3,
                published.acknowledgement().getValueAtPercentile(99) / 1e3,
                latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3,
                latency.getMaxValue() / 1e3,
                cpuMicros));
        medians.add("p50 ms", latency.getValueAtPercentile(50) / 1e3);
        medians.add("p99 ms", latency.getValueAtPercentile(99) / 1e3);
        medians.add("publish acknowledged, p50 ms", published.acknowledgement().getValueAtPercentile(50) / 1e3);
        medians.add("CPU of all edges, us/delivery", cpuMicros);
    }

    private record Usage(long heapBytes, long residentBytes) {}

    private static List<Usage> usages(List<Target> servers) throws IOException {
        List<Usage> usages = new ArrayList<>();
        for (Target server : servers) {
            usages.add(new Usage(LiveHeap.bytes(server.pid()), new ServerProcess(server.pid()).residentBytes()));
        }
        return usages;
    }

    private void sayWhatEachTakes(List<Usage> before, List<Usage> after, int each) {
        var medians = new Medians();
        for (int i = 0; i < before.size(); i++) {
            Usage then = before.get(i);
            Usage now = after.get(i);
            medians.add("an edge's live heap, MB", now.heapBytes() / 1e6);
            medians.add("live heap, bytes for each subscriber", (double) (now.heapBytes() - then.heapBytes()) / each);
            medians.add("an edge's resident memory, MB", now.residentBytes() / 1e6);
            medians.add(
                    "growth of resident memory, bytes each",
                    (double) (now.residentBytes() - then.residentBytes()) / each);
        }
        say(medians.inWords());
    }

    private static Duration cpu(List<Target> servers) {
        return servers.stream()
                .map(server -> new ServerProcess(server.pid()).cpu())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static int open(List<CrowdProcess> crowds) {
        return reports(crowds).stream().mapToInt(CrowdProcess.Report::open).sum();
    }

    private static Histogram heard(List<CrowdProcess> crowds) {
        var all = new Histogram(LONGEST_MICROS, 3);
        reports(crowds).forEach(report -> all.add(report.latency()));
        return all;
    }

    private static List<CrowdProcess.Report> reports(List<CrowdProcess> crowds) {
        try {
            List<CrowdProcess.Report> reports = new ArrayList<>();
            for (CrowdProcess crowd : crowds) {
                reports.add(crowd.report());
            }
            return reports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
