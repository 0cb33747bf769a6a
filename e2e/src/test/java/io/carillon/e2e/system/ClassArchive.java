package io.carillon.e2e.system;

import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An archive of the classes that processes load, with which they start in half the time (class data sharing). A whole run of the
 * tests starts a hundred of them, so that one which runs only to write the archive is soon paid for.
 *
 * <p>The virtual machine takes an archive only with the very files it was made from, and none of folders: there is none if a
 * part of the class path is one, as when the tests are run before anything is packed.
 */
final class ClassArchive {

    private static final Pattern READY = Pattern.compile("^Everybody on this machine may publish");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Where the build keeps its own, as the tests' working directory is the module's. */
    private static final Path FOLDER = Path.of("target");

    private ClassArchive() {}

    /**
     * Returns the archive for a class path, which is made if there is none, or a file has changed since.
     *
     * @param command of a process that loads most of what any of them does, up to its class path
     */
    static Optional<Path> of(String classPath, List<String> command) {
        List<Path> files =
                Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
        if (!files.stream().allMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        try {
            String key = Integer.toHexString((classPath + Runtime.version()).hashCode());
            Path archive = FOLDER.resolve("classes-" + key + ".jsa").toAbsolutePath();
            if (!isCurrent(archive, files)) {
                make(archive, command);
            }
            return Optional.of(archive).filter(Files::exists);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCurrent(Path archive, List<Path> files) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        var made = Files.getLastModifiedTime(archive);
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).compareTo(made) >= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Has a process write it at its end; under another name first, so that what has the name is whole. A virtual machine that
     * cannot write one ends all the same, and then there is none.
     */
    private static void make(Path archive, List<String> command) throws IOException {
        Files.deleteIfExists(archive);
        Path begun = archive.resolveSibling(archive.getFileName() + ".begun");
        try (var folder = new DataFolder()) {
            List<String> arguments = new ArrayList<>(command);
            arguments.add(1, "-XX:ArchiveClassesAtExit=" + begun);
            var ports = DevCommand.Ports.free();
            arguments.addAll(List.of("dev", "--data", folder.path().toString()));
            arguments.addAll(List.of("--port", String.valueOf(ports.http())));
            arguments.addAll(List.of("--management-port", String.valueOf(ports.management())));
            arguments.addAll(List.of("--mesh-port", String.valueOf(ports.mesh())));
            arguments.addAll(List.of("--kafka-port", String.valueOf(ports.kafka())));
            try (ServiceProcess process = ServiceProcess.start(new ProcessCommand(arguments, Map.of(), null))) {
                String _ = process.awaitLine(READY, PATIENCE);
                process.terminate();
                int _ = process.awaitExit(PATIENCE);
            }
        }
        if (Files.exists(begun)) {
            Path _ = Files.move(begun, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
