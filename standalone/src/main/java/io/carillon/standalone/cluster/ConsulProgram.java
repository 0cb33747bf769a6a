package io.carillon.standalone.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds Consul on PATH, or has the project's script find or download it. */
public final class ConsulProgram {

    private static final String SCRIPT = "deploy/tools/program";

    private ConsulProgram() {}

    /**
     * Returns where Consul is.
     *
     * @param root folder of the project, empty where Carillon runs without it
     * @throws IOException if it is not to be had; says why, and what to do
     */
    public static Path find(Optional<Path> root) throws IOException, InterruptedException {
        Optional<Path> script = root.map(folder -> folder.resolve(SCRIPT)).filter(Files::isExecutable);
        if (script.isPresent()) {
            Process process = new ProcessBuilder(script.get().toString(), "consul")
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0) {
                return Path.of(said);
            }
        }
        return onPath().orElseThrow(() -> new IOException(
                "there is no Consul here (install it, or do without it: carillon cluster --discovery static)"));
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "consul"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
