package io.carillon.standalone.broker;

import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A broker in a process of its own, which can be killed, and started again with the same data and ports. */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("^broker ready on ");

    private final Path data;
    private final List<Integer> ports = FreePorts.some(2);
    private @Nullable ServiceProcess process;

    public BrokerProcess(Path data) {
        this.data = data;
    }

    /** Returns its address, the same after every start. */
    public String bootstrapServers() {
        return EmbeddedBroker.HOST + ":" + ports.getFirst();
    }

    /** Starts it, and waits until it says that it is ready. */
    public void start() {
        var started = ServiceProcess.start(ProcessCommand.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                "--data",
                data.toString(),
                "--port",
                ports.get(0).toString(),
                "--controller-port",
                ports.get(1).toString()));
        process = started;
        started.awaitLine(READY, PATIENCE);
    }

    /** Kills it (SIGKILL). */
    public void kill() {
        running().kill();
        running().awaitExit(PATIENCE);
    }

    /** Halts it where it stands (SIGSTOP). */
    public void pause() {
        running().pause();
    }

    /** Lets it go on (SIGCONT). */
    public void proceed() {
        running().proceed();
    }

    /** Asks it to stop (SIGTERM), and returns what it printed until it had. */
    public List<String> terminate() {
        running().terminate();
        running().awaitExit(PATIENCE);
        return running().output();
    }

    private ServiceProcess running() {
        if (process == null) {
            throw new IllegalStateException("broker process was not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
