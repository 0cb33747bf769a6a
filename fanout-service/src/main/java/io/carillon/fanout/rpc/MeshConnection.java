package io.carillon.fanout.rpc;

import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.runtime.tls.MeshService;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http2.Http2Connection;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * A connection of the mesh: Helidon's HTTP/2, with an end that its calls hear of.
 *
 * <p>Helidon 4.5.0 leaves the threads of open calls waiting for ever when the connection drops. Here they are the
 * connection's own, and are ended with it.
 */
final class MeshConnection implements ServerConnection, ConnectionContext, InterruptableTask<Void> {

    private static final System.Logger LOGGER = System.getLogger(MeshConnection.class.getName());

    private static final Certificate[] NONE = {};

    private final ConnectionContext context;
    private final MeshSecurity security;
    private final Optional<MeshService> caller;
    private final CallExecutor calls;
    private final Http2Connection http2;

    MeshConnection(ConnectionContext context, ServerConnectionSelector selector, MeshSecurity security) {
        this.context = context;
        this.security = security;
        this.caller = switch (security) {
            case MeshSecurity.Open() -> Optional.empty();
            case MeshSecurity.Mutual(var tls) ->
                tls.client(context.remotePeer().tlsCertificates().orElse(NONE));
        };
        this.calls = new CallExecutor(context.executor(), this::cut, caller.orElse(null));
        this.http2 = (Http2Connection) selector.connection(this);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        if (security instanceof MeshSecurity.Mutual && caller.isEmpty()) {
            cut();
            return;
        }
        try {
            http2.handle(limit);
        } finally {
            calls.abandonCalls();
        }
    }

    /** Closes the socket, whoever waits for it, and ends the calls even if that did not work. */
    private void cut() {
        try {
            context.serverSocket().close();
        } catch (UncheckedIOException e) {
            log(LOGGER, Level.DEBUG, "connection not closed, since it is closed already", e);
        } finally {
            calls.abandonCalls();
        }
    }

    /** Returns zero while there are calls: whether those live is for themselves to find out. */
    @Override
    public Duration idleTime() {
        return calls.hasCalls() ? Duration.ZERO : http2.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http2.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http2.canInterrupt();
    }

    @Override
    public ExecutorService executor() {
        return calls;
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public DataWriter dataWriter() {
        return context.dataWriter();
    }

    @Override
    public DataReader dataReader() {
        return context.dataReader();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
