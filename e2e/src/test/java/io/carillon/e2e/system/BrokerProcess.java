package io.carillon.e2e.system;

import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Kafka broker in a process of its own, to be killed and started again on the same data and ports. */
public final class BrokerProcess implements AutoCloseable {

    private static final String MAIN = "io.carillon.standalone.broker.BrokerMain";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("^broker ready on ");

    private final Path data;
    private final int port;
    private final int controllerPort;
    private ServiceProcess process;

    /** Starts a broker, and waits until it is ready. */
    public BrokerProcess(Path data) {
        List<Integer> ports = FreePorts.some(2);
        this.data = data;
        this.port = ports.get(0);
        this.controllerPort = ports.get(1);
        this.process = launch();
    }

    /** Returns where clients reach it. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Kills it as a crash would. */
    public void kill() {
        process.kill();
        int _ = process.awaitExit(START_PATIENCE);
    }

    /** Starts it again, and waits until it is ready. */
    public void startAgain() {
        process = launch();
    }

    @Override
    public void close() {
        process.close();
    }

    private ServiceProcess launch() {
        List<String> arguments = new ArrayList<>(OurJvm.command(MAIN));
        arguments.addAll(List.of("--data", data.toString()));
        arguments.addAll(List.of("--port", String.valueOf(port)));
        arguments.addAll(List.of("--controller-port", String.valueOf(controllerPort)));
        ServiceProcess launched = ServiceProcess.start(new ProcessCommand(arguments, Map.of(), null));
        try {
            String _ = launched.awaitLine(READY, START_PATIENCE);
            return launched;
        } catch (AssertionError e) {
            launched.close();
            throw e;
        }
    }
}
