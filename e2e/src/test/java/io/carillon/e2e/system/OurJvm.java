package io.carillon.e2e.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Command lines for programs on the class path of the tests. */
public final class OurJvm {

    /** What the launcher gives to a process that serves. */
    private static final List<String> OPTIONS = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "-Djdk.trackAllThreads=false",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            // Short lives on a busy machine: what the second compiler would gain, it never earns back.
            "-XX:TieredStopAtLevel=1");

    private OurJvm() {}

    /** Returns the command that runs a main class, as the launcher does it. */
    public static List<String> command(String mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-Xmx512m", "-cp", classPath(), mainClass));
        return command;
    }

    /** Returns the options of the virtual machine, heap aside. */
    public static List<String> options() {
        return OPTIONS;
    }

    /** Returns the class path of the tests, on which everything is. */
    public static String classPath() {
        // The runner of the tests keeps the long list here, and has a short stand-in for its own start.
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
    }
}
