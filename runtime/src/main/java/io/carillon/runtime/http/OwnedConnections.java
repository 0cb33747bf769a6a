package io.carillon.runtime.http;

import io.carillon.core.time.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes an {@link OwnedConnection} of each accepted connection, and keeps the ones that are open.
 *
 * <p>It is the only selector of its listener: with two of them Helidon reads from a connection before it is known to
 * anybody, and a client that connects and stays silent is never closed.
 */
final class OwnedConnections implements ServerConnectionSelector {

    private final ServerConnectionSelector httpSelector;
    private final AcceptedChannels channels;
    private final ListenerLimits limits;
    private final Ticker ticker;
    private final Set<OwnedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    OwnedConnections(
            ServerConnectionSelector httpSelector, AcceptedChannels channels, ListenerLimits limits, Ticker ticker) {
        this.httpSelector = httpSelector;
        this.channels = channels;
        this.limits = limits;
        this.ticker = ticker;
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var channel = channels.take(context.localPeer(), context.remotePeer());
        var connection = new OwnedConnection(context, channel, httpSelector, limits, ticker);
        open.add(connection);
        connection.onEnd(() -> open.remove(connection));
        if (draining) {
            // A balancer may still send clients here; one answer is kinder than a connection that breaks.
            connection.answerOnce();
        }
        return connection;
    }

    int openCount() {
        return open.size();
    }

    void drain() {
        draining = true;
        open.forEach(OwnedConnection::drain);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return httpSelector.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return httpSelector.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return httpSelector.supportedApplicationProtocols();
    }
}
