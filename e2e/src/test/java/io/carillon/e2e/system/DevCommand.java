package io.carillon.e2e.system;

import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.process.ProcessCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code carillon dev} as a test starts it: on free ports and a folder of its own.
 *
 * @param data the folder for everything that outlives the process
 * @param ports where it listens
 * @param kafka {@code host:port} of a broker outside the process, empty for the one inside
 * @param settings settings by key
 */
public record DevCommand(Path data, Ports ports, Optional<String> kafka, Map<String, String> settings) {

    /**
     * Counting subscribers may take longer than in production before it is given up: a busy machine must not turn an exact
     * number into {@code null}. And counts are known because the edge has attached, not because some time has passed.
     */
    private static final Map<String, String> PATIENT =
            Map.of("push.subscribers.timeout.duration", "5s", "push.fanout.settle.duration", "1m");

    private static final String MAIN = "io.carillon.standalone.Main";

    /**
     * Where a process listens.
     *
     * @param kafka the broker's port, whose controller has the next one; unused where the broker is outside
     */
    public record Ports(int http, int management, int mesh, int kafka) {

        /** Returns ports that nobody listens on. */
        public static Ports free() {
            List<Integer> free = FreePorts.someAndPair(3);
            return new Ports(free.get(0), free.get(1), free.get(2), free.get(3));
        }
    }

    public DevCommand {
        settings = Map.copyOf(settings);
    }

    /** Returns the command with its data in a folder, on free ports. */
    public static DevCommand in(Path data) {
        return new DevCommand(data, Ports.free(), Optional.empty(), PATIENT);
    }

    /** Returns this command with a setting. */
    public DevCommand with(String key, String value) {
        var more = new TreeMap<>(settings);
        more.put(key, value);
        return new DevCommand(data, ports, kafka, more);
    }

    /** Returns this command with settings, each written as {@code key=value}. */
    public DevCommand withAll(Collection<String> assignments) {
        DevCommand command = this;
        for (String assignment : assignments) {
            String[] parts = assignment.split("=", 2);
            command = command.with(parts[0], parts[1]);
        }
        return command;
    }

    /** Returns this command with a broker outside the process. */
    public DevCommand withKafka(String bootstrapServers) {
        return new DevCommand(data, ports, Optional.of(bootstrapServers), settings);
    }

    /** Returns this command on other ports. */
    public DevCommand on(Ports others) {
        return new DevCommand(data, others, kafka, settings);
    }

    /** Returns what the operating system is told. */
    public ProcessCommand process() {
        List<String> arguments = new ArrayList<>(OurJvm.command(MAIN));
        arguments.add("dev");
        arguments.addAll(List.of("--data", data.toString()));
        arguments.addAll(List.of("--port", String.valueOf(ports.http())));
        arguments.addAll(List.of("--management-port", String.valueOf(ports.management())));
        arguments.addAll(List.of("--mesh-port", String.valueOf(ports.mesh())));
        if (kafka.isPresent()) {
            arguments.addAll(List.of("--kafka", kafka.get()));
        } else {
            arguments.addAll(List.of("--kafka-port", String.valueOf(ports.kafka())));
        }
        new TreeMap<>(settings).forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return new ProcessCommand(arguments, Map.of(), null);
    }
}
