package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.LoadRun;
import io.carillon.bench.load.Progress;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import io.carillon.bench.load.Transport;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all scenarios have in common: whom they measure, and how they say it. */
abstract class Scenario implements Callable<Integer> {

    private static final double SETTLE_RATE = 1_500;

    @Spec
    @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "measure the Carillon that serves here, on this machine, and not one of its own")
    @Nullable URI url;

    @Option(names = "--pid", paramLabel = "PID", description = "with --url: its process, for CPU time and memory")
    long pid;

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            description = "how subscribers hear: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    Transport transport = Transport.SSE;

    @Option(names = "--seconds", description = "how long each measurement takes (default: ${DEFAULT-VALUE})")
    int seconds = 8;

    @Option(names = "--warmup", description = "seconds before each that do not count (default: ${DEFAULT-VALUE})")
    int warmup = 3;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the Carillon that is started")
    List<String> settings = List.of();

    private final PrintStream out = System.out;
    private final Progress progress = new Progress(
            System.out,
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());

    /** Measures one server, told by its target. */
    abstract void measure(Target target) throws IOException, InterruptedException;

    /** Measures whatever is to be measured: the server that was named, or one of its own. */
    void measure() throws IOException, InterruptedException {
        URI given = url;
        if (given != null) {
            measure(Target.carillon(given.getHost(), given.getPort(), pid));
            return;
        }
        say("starting carillon dev ...");
        try (DevProcess dev = DevProcess.start(root(), settings)) {
            measure(dev.target());
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        measure();
        return 0;
    }

    Load load(int subscribers, int channels, double rate, int payloadBytes, int stalled) {
        return new Load(
                transport,
                subscribers,
                channels,
                1,
                rate,
                payloadBytes,
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                stalled,
                500);
    }

    Result run(Target target, Load load) throws IOException {
        return LoadRun.measure(target, load, progress);
    }

    Result run(Target target, Load load, LoadRun.Connected connected) throws IOException {
        return LoadRun.measure(target, load, progress, connected);
    }

    /** Publishes to nobody for a while, for the JVM to compile what each publication needs: a cold one takes far longer. */
    void settle(Target target, int settleSeconds) throws IOException {
        run(target, load(0, 1, SETTLE_RATE, 100, 0).lasting(Duration.ofSeconds(settleSeconds)));
    }

    void say(String line) {
        out.println(line);
    }

    /** Returns the folder of the project, which the launcher tells. */
    static Path root() {
        return Path.of(System.getProperty("carillon.root", "."))
                .toAbsolutePath()
                .normalize();
    }
}
