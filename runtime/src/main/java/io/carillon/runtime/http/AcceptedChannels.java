package io.carillon.runtime.http;

import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees each channel when it is accepted, and hands it to the connection that is made of it.
 *
 * <p>Helidon shows a connection its streams only. Deadlines for reading, and adopting the descriptor, need the channel.
 * The pair of addresses tells two channels apart for sure, which the identity hash in Helidon's socket id does not.
 * Channels that never become a connection, since their TLS handshake fails, are forgotten once they are closed and many.
 */
final class AcceptedChannels implements SocketOptions {

    private static final int SWEEP_COUNT = 1024;

    private final SocketOptions options;
    private final Map<Addresses, SocketChannel> channels = new ConcurrentHashMap<>();
    private final AcceptPace pace;

    private record Addresses(
            @Nullable SocketAddress local, @Nullable SocketAddress remote) {}

    /**
     * Makes the options of sockets.
     *
     * @param sendBufferBytes what the kernel keeps for a client that does not read; 0 lets it decide
     */
    AcceptedChannels(AcceptPace pace, int sendBufferBytes) {
        this.pace = pace;
        var builder =
                SocketOptions.builder().tcpNoDelay(true).socketKeepAlive(true).socketReuseAddress(true);
        if (sendBufferBytes > 0) {
            builder.socketSendBufferSize(sendBufferBytes);
        }
        this.options = builder.buildPrototype();
    }

    /** Returns the channel of a connection, and forgets it. */
    SocketChannel take(PeerInfo local, PeerInfo remote) {
        SocketChannel channel = channels.remove(new Addresses(local.address(), remote.address()));
        if (channel == null) {
            throw new IllegalStateException("no accepted channel from " + remote.address() + " to " + local.address());
        }
        return channel;
    }

    /** Called by the accepting thread, which is thus held to the pace. */
    @Override
    public void configureSocket(SocketChannel channel) {
        pace.await();
        options.configureSocket(channel);
        if (channels.size() >= SWEEP_COUNT) {
            channels.values().removeIf(accepted -> !accepted.isOpen());
        }
        try {
            channels.put(new Addresses(channel.getLocalAddress(), channel.getRemoteAddress()), channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void configureSocket(Socket socket) {
        options.configureSocket(socket);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
