package io.carillon.e2e.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final String CLASS_PATH = withoutTests(
            // The runner of the tests keeps the long list here, and has a short stand-in for its own start.
            Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                    .orElseGet(() -> System.getProperty("java.class.path")));

    private static final List<String> WITH_ARCHIVE = withArchive();

    private OurJvm() {}

    /** Returns the command that runs a main class, as the launcher does it. */
    public static List<String> command(String mainClass) {
        return command(WITH_ARCHIVE, mainClass);
    }

    private static List<String> command(List<String> options, String mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx512m", "-cp", CLASS_PATH, mainClass));
        return command;
    }

    /** Returns the options of the virtual machine, heap aside. */
    public static List<String> options() {
        return WITH_ARCHIVE;
    }

    /** Returns the class path of the tests but for themselves, on which everything is. */
    public static String classPath() {
        return CLASS_PATH;
    }

    private static String withoutTests(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> withArchive() {
        List<String> options = new ArrayList<>(OPTIONS);
        ClassArchive.of(CLASS_PATH, command(OPTIONS, "io.carillon.standalone.Main"))
                .ifPresent(archive -> options.add("-XX:SharedArchiveFile=" + archive));
        return List.copyOf(options);
    }
}
