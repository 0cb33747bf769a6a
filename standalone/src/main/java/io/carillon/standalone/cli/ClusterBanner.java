package io.carillon.standalone.cli;

import io.carillon.standalone.cluster.ClusterPlan;
import io.carillon.standalone.cluster.NodePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/** What is printed when a cluster is ready: what runs, and what to try. */
final class ClusterBanner {

    private static final int DEFAULT_PORT = 8080;

    private ClusterBanner() {}

    static String of(String version, Duration taken, int port, ClusterPlan plan, Path data) {
        String url = "http://localhost:" + port;
        String option = port == DEFAULT_PORT ? "" : " --url " + url;
        String folder = data.equals(Path.of("data", "cluster")) ? "" : " --data " + data;
        return """

                Carillon %s: a cluster of %d processes is ready, after %.1f s.

                  publish, subscribe  %s
                  nodes               %s
                  logs                %s

                Try, in another terminal:
                  ./carillon subscribe news%s
                  ./carillon publish news 'It rings'%s
                  ./carillon cluster --status%s
                  ./carillon cluster --kill fanout-1%s
                  ./carillon cluster --restart fanout-1%s

                Everybody on this machine may publish and subscribe. Ctrl-C ends all of it.
                """.formatted(
                        version,
                        plan.nodes().size(),
                        taken.toMillis() / 1000.0,
                        url,
                        plan.nodes().stream().map(NodePlan::name).collect(Collectors.joining(", ")),
                        data.resolve("logs"),
                        option,
                        option,
                        folder,
                        folder,
                        folder);
    }
}
