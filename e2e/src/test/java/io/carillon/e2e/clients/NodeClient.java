package io.carillon.e2e.clients;

import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A script of {@code src/test/clients} in Node.js, with the npm packages that its lock file names. */
final class NodeClient implements ForeignClient {

    private static final Path SCRIPTS = Path.of("e2e/src/test/clients");
    private static final Path INSTALLED = Path.of("e2e/target/clients");
    private static final int SHOWN_LINES = 20;
    private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(3);

    private final String script;
    private final ServiceProcess process;

    private NodeClient(String script, ServiceProcess process) {
        this.script = script;
        this.process = process;
    }

    /** Starts the EventSource of the package of that name. */
    static ForeignClient eventSource(URI url) {
        return start("eventsource.js", url);
    }

    /** Starts the WebSocket of the package {@code ws}. */
    static ForeignClient webSocket(URI url) {
        return start("ws.js", url);
    }

    private static ForeignClient start(String script, URI url) {
        Path folder = install();
        return new NodeClient(
                script,
                ServiceProcess.start(ProcessCommand.of(Program.find("node").toString(), script, url.toString())
                        .in(folder)));
    }

    /** Returns a folder with the scripts and the packages that they need; downloads those once. */
    private static synchronized Path install() {
        Path from = Program.projectRoot().resolve(SCRIPTS);
        Path to = Program.projectRoot().resolve(INSTALLED);
        try {
            Path done = to.resolve("node_modules/package-lock.json");
            Path lock = from.resolve("package-lock.json");
            Files.createDirectories(to);
            copyAll(from, to);
            if (!Files.exists(done) || Files.mismatch(done, lock) >= 0) {
                download(to);
                Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void download(Path folder) {
        ProcessCommand command =
                ProcessCommand.of(Program.find("npm").toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        try (ServiceProcess npm = ServiceProcess.start(command.in(folder))) {
            if (npm.awaitExit(INSTALL_PATIENCE) != 0) {
                throw new AssertionError("this test needs the npm packages of " + SCRIPTS
                        + ", and npm, which has to reach its registry, " + "could not download them:\n  "
                        + String.join("\n  ", npm.output()));
            }
        }
    }

    @Override
    public Story story() {
        List<String> lines = process.output();
        if (!process.isAlive()) {
            List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
            throw new AssertionError(script + " has ended:\n  " + String.join("\n  ", last));
        }
        return new Story(lines);
    }

    @Override
    public void close() {
        process.close();
    }
}
