package io.carillon.e2e.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Command lines for programs on the class path of the tests. */
final class OurJvm {

    private OurJvm() {}

    /** Returns the command that runs a main class, as the launcher does it. */
    static List<String> command(String mainClass) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "-Djdk.trackAllThreads=false",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                // Short lives on a busy machine: what the second compiler would gain, it never earns back.
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                classPath(),
                mainClass);
    }

    private static String classPath() {
        // The runner of the tests keeps the long list here, and has a short stand-in for its own start.
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
    }
}
