package io.carillon.e2e.deploy;

import io.carillon.standalone.cluster.ClusterPlan;
import io.carillon.standalone.cluster.NodeKind;
import io.carillon.standalone.relay.Backend;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * A real nginx with the gateway's configuration as it is, but for its port, its folder for temporary files, and where the
 * processes are.
 */
public final class Gateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = FreePorts.one();
    private final ServiceProcess process;

    /**
     * Starts it in front of a cluster.
     *
     * @param folder for its configuration and its temporary files
     */
    public Gateway(ClusterPlan plan, Path folder) {
        Path program = Program.find("nginx");
        try {
            // Its workers are nobody in particular, where it is started by root.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(folder.resolve("nginx.conf"), configuration(folder));
            Files.writeString(
                    folder.resolve("upstreams.conf"),
                    upstream("ingest", plan, NodeKind.INGEST) + upstream("edge", plan, NodeKind.EDGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = ServiceProcess.start(ProcessCommand.of(
                program.toString(),
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-e",
                "/dev/stderr",
                "-g",
                "daemon off;"));
        process.awaitPort(port, PATIENCE);
    }

    private String configuration(Path folder) throws IOException {
        String original = Files.readString(Program.projectRoot().resolve("deploy/docker/gateway/nginx.conf"));
        String moved = original.replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                .replace(" /tmp/", " " + folder + "/");
        if (moved.equals(original)) {
            throw new AssertionError("nginx.conf listens elsewhere than on 8080");
        }
        return moved;
    }

    private static String upstream(String name, ClusterPlan plan, NodeKind kind) {
        return plan.backends(kind).stream()
                .map(Backend::port)
                .map(backend -> "  server 127.0.0.1:" + backend + " max_fails=1 fail_timeout=1s;\n")
                .collect(Collectors.joining("", "upstream " + name + " {\n", "}\n"));
    }

    /** Returns a URI at the public port. */
    public URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    @Override
    public void close() {
        process.close();
    }
}
