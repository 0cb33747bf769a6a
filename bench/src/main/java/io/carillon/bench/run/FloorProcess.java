package io.carillon.bench.run;

import io.carillon.bench.load.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The floor program, compiled from C: one {@code write(2)} for each subscriber and nothing else. */
final class FloorProcess implements AutoCloseable {

    private static final int ATTEMPTS = 100;

    private final Process process;
    private final int port;

    private FloorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Compiles and starts it; needs {@code cc}. */
    static FloorProcess start(Path root) throws IOException, InterruptedException {
        Path folder = root.resolve("bench/target");
        Files.createDirectories(folder);
        Path program = folder.resolve("floor");
        Path source = root.resolve("bench/src/main/c/floor.c");
        Process compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) {
            throw new IOException("cc could not compile " + source);
        }
        int port = FreePort.any();
        var process = new ProcessBuilder(program.toString(), String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < ATTEMPTS; i++) {
            try (var _ = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                return new FloorProcess(process, port);
            } catch (IOException _) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        process.destroy();
        throw new IOException("the floor program does not listen");
    }

    Target target() {
        return Target.floor(port, process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
