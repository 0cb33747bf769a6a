package io.carillon.standalone.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the embedded broker as a process of its own until it is told to end. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Runs a single Kafka broker on the loopback interface.")
public final class BrokerMain implements Callable<Integer> {

    @Option(names = "--data", required = true, description = "Folder for the broker's data; made if it is missing.")
    private Path data = Path.of("");

    @Option(names = "--port", defaultValue = "9092", description = "Port for clients (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--controller-port",
            defaultValue = "9093",
            description = "Port on which the broker talks to itself (default: ${DEFAULT-VALUE}).")
    private int controllerPort;

    /** Starts the broker, prints where it listens, and ends on SIGTERM or SIGINT. */
    public static void main(String[] args) {
        int exitCode = new CommandLine(new BrokerMain()).execute(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    @Override
    public Integer call() {
        var broker = new EmbeddedBroker(
                data, new BrokerPort(port, "--port"), new BrokerPort(controllerPort, "--controller-port"));
        try {
            broker.start();
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
        System.out.println("broker ready on " + broker.bootstrapServers());
        broker.awaitEnd();
        return 0;
    }
}
