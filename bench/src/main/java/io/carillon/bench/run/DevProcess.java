package io.carillon.bench.run;

import io.carillon.bench.load.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code carillon dev} as a process of its own, on free ports and a folder that is gone afterwards. */
final class DevProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final Process process;
    private final int port;
    private final int managementPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private DevProcess(Path folder, Process process, int port, int managementPort) {
        this.folder = folder;
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param root the folder with the launcher
     * @param settings as {@code key=value}
     */
    static DevProcess start(Path root, List<String> settings) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("carillon-bench");
        int port = FreePort.any();
        int managementPort = FreePort.any();
        var command = new ArrayList<>(List.of(
                root.resolve("carillon").toString(),
                "dev",
                "--data",
                folder.resolve("data").toString(),
                "--port",
                String.valueOf(port),
                "--management-port",
                String.valueOf(managementPort),
                "--mesh-port",
                String.valueOf(FreePort.any()),
                "--kafka-port",
                String.valueOf(FreePort.pair())));
        // By key, so that what is given takes the place of ours.
        var all = new LinkedHashMap<String, String>();
        // Clients that come back in the middle would be measured, too.
        all.put("push.reconnect.dither.min.duration", "1h");
        all.put("push.reconnect.dither.max.duration", "2h");
        // The pace protects the connected; here it is the connecting that is looked at.
        all.put("push.http.accept.rate.limit", "-1");
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, Math.max(0, equals)), setting.substring(equals + 1));
        }
        all.forEach((key, value) -> command.addAll(List.of("--set", key + '=' + value)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        var dev = new DevProcess(folder, process, port, managementPort);
        dev.awaitReady();
        return dev;
    }

    Target target() {
        return Target.carillon("127.0.0.1", port, process.pid());
    }

    long pid() {
        return process.pid();
    }

    /** Returns a figure as {@code /metrics} tells it, all of its series together; 0 if there is none. */
    double metric(String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name + '{') || line.startsWith(name + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() throws IOException {
        Ending.of(process, STOP_LIMIT);
        Folders.delete(folder);
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IOException("carillon dev is not ready: " + Files.readString(folder.resolve("output")));
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isReady() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }
}
