package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class AcceptedChannelsTest {

    private static final int SMALL = 32 * 1024;

    @Test
    void letsTheKernelKeepNoMoreForAClientThanItIsTold() throws IOException {
        assertThat(sendBuffer(SMALL)).isLessThanOrEqualTo(2 * SMALL);
    }

    @Test
    void leavesItToTheKernelOtherwise() throws IOException {
        assertThat(sendBuffer(0)).isGreaterThan(2 * SMALL);
    }

    private static int sendBuffer(int configured) throws IOException {
        var channels = new AcceptedChannels(new AcceptPace(-1, Ticker.system()), configured);
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept()) {
            channels.configureSocket(accepted);
            assertThat(client.isConnected()).isTrue();
            return accepted.getOption(StandardSocketOptions.SO_SNDBUF);
        }
    }
}
