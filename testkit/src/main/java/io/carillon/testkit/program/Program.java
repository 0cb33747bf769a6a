package io.carillon.testkit.program;

import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Finds programs. */
public final class Program {

    private static final String SCRIPT = "deploy/tools/program";
    private static final Duration DOWNLOAD_PATIENCE = Duration.ofMinutes(5);

    private Program() {}

    /**
     * Returns where a program is; may download it, the first time.
     *
     * @param name one that {@code deploy/tools/program} knows
     * @throws AssertionError if it cannot be had; says why, since a test that cannot run has not passed
     */
    public static Path find(String name) {
        Path script = projectRoot().resolve(SCRIPT);
        try (ServiceProcess process = ServiceProcess.start(ProcessCommand.of(script.toString(), name))) {
            int status = process.awaitExit(DOWNLOAD_PATIENCE);
            List<String> said = process.output();
            if (status != 0 || said.isEmpty()) {
                throw new AssertionError(
                        "this test needs " + name + ", which is not to be had here:\n  " + String.join("\n  ", said));
            }
            return Path.of(said.getLast());
        }
    }

    /** Returns the folder of the whole project, in or below which tests run. */
    public static Path projectRoot() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(SCRIPT))) {
                return folder;
            }
        }
        throw new AssertionError("no " + SCRIPT + " in or above " + Path.of("").toAbsolutePath());
    }
}
