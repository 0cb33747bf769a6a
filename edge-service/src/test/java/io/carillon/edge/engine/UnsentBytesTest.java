package io.carillon.edge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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

    private static long takenByTheKernel(int unsentBytes) throws IOException {
        try (var descriptors = Descriptors.open(unsentBytes);
                var server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open();
                var arena = Arena.ofConfined()) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
            client.connect(server.getLocalAddress());
            var kernel = Kernel.in(arena);
            int descriptor = descriptors.take(server.accept());
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
}
