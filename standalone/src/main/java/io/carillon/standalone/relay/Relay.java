package io.carillon.standalone.relay;

import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.PortUnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The public port of a cluster on this machine.
 *
 * <p>It never answers a request for an event stream by itself: a browser's EventSource gives up for good on any answer but
 * 200, and comes back when a connection is closed.
 */
public final class Relay implements Part {

    /** Past this, new connections are closed at once. */
    private static final int CONNECTION_LIMIT = 20_000;

    private static final int BACKLOG = 1024;

    private final InetSocketAddress address;
    private final Backends ingests;
    private final Backends edges;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listener;

    /**
     * Makes a relay that has not started.
     *
     * @param address where to listen; port 0 for a free one
     * @param ingests who takes publications
     * @param edges who serves subscribers
     */
    public Relay(InetSocketAddress address, List<Backend> ingests, List<Backend> edges) {
        this.address = address;
        this.ingests = new Backends(ingests);
        this.edges = new Backends(edges);
    }

    @Override
    public void start() throws IOException {
        PortUnavailableException.unlessFree(address, "publishing and subscribing", "--port");
        var opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(address, BACKLOG);
        listener = opened;
        ingests.start();
        edges.start();
        Thread.ofVirtual().name("relay-accept").start(() -> accept(opened));
    }

    /** Returns the port, once started. */
    public int port() {
        ServerSocket open = listener;
        return open == null ? -1 : open.getLocalPort();
    }

    private void accept(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                Socket client = open.accept();
                if (connections.size() >= CONNECTION_LIMIT) {
                    client.close();
                } else {
                    connections.add(client);
                    Thread.ofVirtual().name("relay-connection").start(() -> relay(client));
                }
            } catch (IOException _) {
                // One client's connection failed, or the relay was closed.
            }
        }
    }

    private void relay(Socket client) {
        try {
            new RelayedConnection(client, this::processesOf).run();
        } finally {
            connections.remove(client);
        }
    }

    private Backends processesOf(Destination destination) {
        return switch (destination) {
            case INGEST -> ingests;
            case EDGE -> edges;
        };
    }

    @Override
    public void close() {
        try {
            ServerSocket open = listener;
            if (open != null) {
                open.close();
            }
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            System.getLogger(Relay.class.getName()).log(System.Logger.Level.DEBUG, "relay not closed cleanly", e);
        }
        ingests.close();
        edges.close();
    }
}
