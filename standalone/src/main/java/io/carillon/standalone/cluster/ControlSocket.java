package io.carillon.standalone.cluster;

import io.carillon.runtime.lifecycle.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a second terminal reaches a cluster: a socket in its data folder, so that only those may command who may write there.
 *
 * <p>One line is asked, such as {@code kill fanout-1}; the answer is text, whose first line is {@code ok} or {@code failed}.
 */
public final class ControlSocket implements Part {

    private static final String OK = "ok\n";
    private static final String FAILED = "failed\n";
    private static final String NAME = "control.sock";

    private final Path path;
    private final RunningCluster cluster;
    private volatile @Nullable ServerSocketChannel listener;

    /** What a question came to. */
    public record Answer(boolean ok, String text) {}

    /**
     * Makes a socket that nobody can reach yet.
     *
     * @param data the cluster's folder
     */
    public ControlSocket(Path data, RunningCluster cluster) {
        this.path = data.resolve(NAME);
        this.cluster = cluster;
    }

    /**
     * Asks the cluster that has its data in a folder.
     *
     * @throws IOException if there is none
     */
    public static Answer ask(Path data, String question) throws IOException {
        Path path = data.resolve(NAME);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            write(channel, question + '\n');
            channel.shutdownOutput();
            String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            boolean ok = text.startsWith(OK);
            return new Answer(ok, text.substring(Math.min(text.length(), (ok ? OK : FAILED).length())));
        } catch (IOException e) {
            throw new IOException(
                    "no cluster answers at " + path + " (expected: one that was started with 'carillon cluster' and the"
                            + " same --data)",
                    e);
        }
    }

    @Override
    public void start() throws IOException {
        // What is there is of a cluster that was killed: the folder's lock is ours.
        Files.deleteIfExists(path);
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            opened.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            opened.close();
            throw new IOException(path + " cannot be made: " + e.getMessage() + " (choose another --data)", e);
        }
        listener = opened;
        Thread.ofVirtual().name("cluster-control").start(() -> accept(opened));
    }

    private void accept(ServerSocketChannel open) {
        while (open.isOpen()) {
            try {
                SocketChannel asking = open.accept();
                Thread.ofVirtual().name("cluster-command").start(() -> answer(asking));
            } catch (IOException _) {
                // Somebody changed his mind, or the socket is closed.
            }
        }
    }

    private void answer(SocketChannel asking) {
        try (asking;
                var reader = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(asking), StandardCharsets.UTF_8))) {
            String question = reader.readLine();
            if (question != null) {
                write(asking, obey(question));
            }
        } catch (IOException e) {
            System.getLogger(ControlSocket.class.getName())
                    .log(System.Logger.Level.DEBUG, "nobody heard the answer", e);
        }
    }

    private String obey(String question) {
        String[] words = question.strip().split(" +", -1);
        try {
            return OK + (words.length == 1 && words[0].equals("status") ? StatusReport.of(cluster) : act(words));
        } catch (IOException e) {
            return FAILED + e.getMessage() + '\n';
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FAILED + "interrupted\n";
        }
    }

    private String act(String[] words) throws IOException, InterruptedException {
        if (words.length != 2) {
            throw new IOException("not understood: " + String.join(" ", words));
        }
        String node = words[1];
        return switch (words[0]) {
            case "kill" -> {
                cluster.signal(node, "KILL");
                yield node + " killed\n";
            }
            case "stop" -> node + (cluster.stop(node) ? " stopped\n" : " did not stop in time, so it was killed\n");
            case "pause" -> {
                cluster.signal(node, "STOP");
                yield node + " paused\n";
            }
            case "resume" -> {
                cluster.signal(node, "CONT");
                yield node + " goes on\n";
            }
            case "restart" -> {
                cluster.restart(node);
                yield node + " started again\n";
            }
            default -> throw new IOException("not understood: " + words[0]);
        };
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            ServerSocketChannel open = listener;
            if (open != null) {
                open.close();
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(ControlSocket.class.getName())
                    .log(System.Logger.Level.DEBUG, "control socket left behind", e);
        }
    }
}
