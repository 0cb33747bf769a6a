package io.carillon.bench.run;

import io.carillon.bench.load.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code carillon cluster}, on free ports and a folder that is gone afterwards. */
final class ClusterProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final String READY = " is ready, after ";
    private static final Pattern NODE = Pattern.compile("(?m)^(edge|ingest)-\\d+ .*pid (\\d+) .*\\bhttp (\\d+)");

    private final Path root;
    private final Path folder;
    private final Process process;
    private List<Target> edges = List.of();

    private ClusterProcess(Path root, Path folder, Process process) {
        this.root = root;
        this.folder = folder;
        this.process = process;
    }

    /** Starts it and waits until it is ready. */
    static ClusterProcess start(Path root, int fanouts, int edges, List<String> settings)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("carillon-bench");
        var command = command(root, folder, "--discovery", "static", "--first-port", "0");
        command.addAll(List.of("--port", String.valueOf(FreePort.any())));
        command.addAll(List.of("--fanouts", String.valueOf(fanouts), "--edges", String.valueOf(edges)));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        var cluster = new ClusterProcess(root, folder, process);
        cluster.awaitReady();
        cluster.edges = cluster.findEdges();
        return cluster;
    }

    /** Returns the edges, each with its process; publications go to the ingest. */
    List<Target> edges() {
        return edges;
    }

    /** Kills an edge, as a crash would. */
    void killEdge(int index) throws IOException, InterruptedException {
        ask("--kill", "edge-" + (index + 1));
    }

    @Override
    public void close() throws IOException {
        Ending.of(process, STOP_LIMIT);
        Folders.delete(folder);
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        Path output = folder.resolve("output");
        while (!Files.readString(output).contains(READY)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException("carillon cluster is not ready: " + Files.readString(output));
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
    }

    private List<Target> findEdges() throws IOException, InterruptedException {
        Matcher nodes = NODE.matcher(ask("--status"));
        List<MatchResult> found = nodes.results().toList();
        int publishPort = found.stream()
                .filter(node -> node.group(1).equals("ingest"))
                .mapToInt(node -> Integer.parseInt(node.group(3)))
                .findFirst()
                .orElseThrow(() -> new IOException("no ingest in the cluster's status"));
        return found.stream()
                .filter(node -> node.group(1).equals("edge"))
                .map(node -> Target.carillon(
                                "127.0.0.1", Integer.parseInt(node.group(3)), Long.parseLong(node.group(2)))
                        .publishingAt(publishPort))
                .toList();
    }

    private String ask(String... question) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(command(root, folder, question))
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException("carillon cluster " + String.join(" ", question) + ": " + answer);
        }
        return answer;
    }

    private static List<String> command(Path root, Path folder, String... further) {
        var command = new ArrayList<>(List.of(
                root.resolve("carillon").toString(),
                "cluster",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of(further));
        return command;
    }
}
