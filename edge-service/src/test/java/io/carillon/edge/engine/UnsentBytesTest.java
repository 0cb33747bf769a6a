package io.carillon.edge.engine;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.SseClient;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How much the kernel takes for a client that reads nothing and has hardly any room of its own. */
@EnabledOnOs(OS.LINUX)
class UnsentBytesTest {

    private static final int LIMIT = 64 << 10;

    /** What the client's side has room for, and what the kernel takes at once before it counts. */
    private static final int BESIDES = 256 << 10;

    @Test
    void isBoundedWithALimit() throws IOException {
        assertThat(takenByTheKernel(LIMIT)).isBetween((long) LIMIT, (long) LIMIT + BESIDES);
    }

    @Test
    void isTheKernelsAffairWithoutOne() throws IOException {
        assertThat(takenByTheKernel(0)).isGreaterThan(LIMIT + BESIDES);
    }

    @Test
    void isBoundedAtARunningEdge() {
        String json = '"' + "x".repeat(50_000) + '"';
        try (var edge = new RunningEdge(Outlets.ADOPTED, new AdmissionLimits(10, -1));
                var stalled = SseClient.connect(edge.sse("a").receiveBuffer(4 << 10))) {
            stalled.next(Duration.ofSeconds(30));
            stalled.stall();

            // More than the kernel takes with the limit, much less than without.
            for (int i = 0; i < 10; i++) {
                edge.owner.publish("a", json);
            }

            eventually()
                    .observing(edge.engine::queuedBytes)
                    .until("something to wait for the client", () -> edge.engine.queuedBytes() > 0);
        }
    }

    private static long takenByTheKernel(int unsentBytes) throws IOException {
        try (var descriptors = Descriptors.open(unsentBytes);
                var server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
                var accepted = accept(server, client);
                var arena = Arena.ofConfined()) {
            var kernel = Kernel.in(arena);
            int descriptor = descriptors.take(accepted);
            MemorySegment bytes = arena.allocate(16 << 10);
            try {
                long taken = 0;
                long count = kernel.send(descriptor, bytes, (int) bytes.byteSize());
                while (count > 0) {
                    taken += count;
                    count = kernel.send(descriptor, bytes, (int) bytes.byteSize());
                }
                assertThat(count).isEqualTo(-Kernel.EAGAIN);
                return taken;
            } finally {
                kernel.close(descriptor);
            }
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, SocketChannel client) throws IOException {
        client.connect(server.getLocalAddress());
        return server.accept();
    }
}
