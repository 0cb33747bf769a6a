package io.carillon.standalone.cluster;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How our own processes are started.
 *
 * @param options of the virtual machine
 * @param classPath where all classes are
 */
public record Jvm(List<String> options, String classPath) {

    /**
     * Many on one machine, and for minutes rather than weeks: little heap, the collector with the fewest threads, and no
     * second compiler.
     */
    private static final List<String> SMALL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k");

    public Jvm {
        options = List.copyOf(options);
    }

    /** Returns how this process was started itself, since whoever started it has found out what is needed. */
    public static Jvm likeThisOne() {
        return new Jvm(ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperty("java.class.path"));
    }

    /** Returns the command for a main class. */
    List<String> command(String mainClass, int heapMegabytes, Map<String, String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.add("-Xmx" + heapMegabytes + "m");
        // Behind ours, so that they win.
        command.addAll(options);
        new TreeMap<>(settings).forEach((key, value) -> command.add("-D" + key + '=' + value));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }
}
