package io.carillon.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A subscriber: connects, asks, hears. For the load's thread. */
final class SubscriberConnection implements Ready {

    /** {@code {"event":"pong"}}, masked with zeros. */
    private static final byte[] PONG = pong();

    private static final String HANDSHAKE = """
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """;

    private static final int SOURCE_ADDRESSES = 64;

    /** Of one that will stop reading: with the kernel's own, minutes would pass before the server noticed. */
    private static final int SMALL_BUFFER_BYTES = 4 << 10;

    private enum State {
        CONNECTING,
        OPENING,
        ASKED,
        OPEN,
        CLOSED
    }

    private final Audience audience;
    private final int number;
    private final Target target;
    private final Transport transport;
    private final String path;
    private final SocketChannel socket;
    private final Wire wire;
    private final SelectionKey key;
    private final Stamps stamps = new Stamps();
    private final StringBuilder head = new StringBuilder();
    private boolean remembering;
    private String lastId = "";
    private State state = State.CONNECTING;

    /**
     * Begins to connect.
     *
     * @param number which subscriber of its audience it is, from 0
     * @param path path and query to subscribe at
     * @param small whether its socket is to hold little
     */
    SubscriberConnection(
            Audience audience,
            Selector selector,
            Target target,
            Transport transport,
            int number,
            String path,
            boolean small)
            throws IOException {
        this.audience = audience;
        this.target = target;
        this.transport = transport;
        this.number = number;
        this.path = path;
        this.socket = SocketChannel.open();
        wire = Wire.to(target, socket);
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (small) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER_BYTES);
        }
        var address = InetAddress.getByName(target.host());
        if (address.isLoopbackAddress() && address.getAddress().length == 4) {
            // One source address has fewer ports than there may be subscribers.
            socket.bind(new InetSocketAddress("127.0.0." + (1 + number % SOURCE_ADDRESSES), 0));
        }
        socket.connect(new InetSocketAddress(address, target.port()));
        key = socket.register(selector, SelectionKey.OP_CONNECT, this);
    }

    @Override
    public void ready(ByteBuffer buffer, byte[] bytes) {
        try {
            if (state == State.CONNECTING && socket.finishConnect()) {
                state = State.OPENING;
                key.interestOps(SelectionKey.OP_READ);
            }
            if (state == State.OPENING && wire.open()) {
                ask();
            } else if (state == State.ASKED || state == State.OPEN) {
                read(buffer, bytes);
            }
        } catch (IOException _) {
            end();
        }
    }

    /** Returns which subscriber of its audience it is. */
    int number() {
        return number;
    }

    /** Keeps the id of the last event, from now on. */
    void remember() {
        remembering = true;
    }

    /** Returns the id of the last event of which all was heard in one piece, empty if there was none. */
    String lastId() {
        return lastId;
    }

    /** Reads no more. */
    void stall() {
        if (key.isValid()) {
            key.interestOps(0);
        }
    }

    /** Resets the connection, so that its port can be used again at once. */
    void close() {
        state = State.CLOSED;
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    private void ask() throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + target.host() + ':' + target.port() + "\r\n";
        request += switch (transport) {
            case SSE -> "Accept: text/event-stream\r\n\r\n";
            case WS -> HANDSHAKE;
        };
        wire.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        state = State.ASKED;
    }

    private void read(ByteBuffer buffer, byte[] bytes) throws IOException {
        buffer.clear();
        int count = wire.read(buffer);
        if (count < 0) {
            end();
            return;
        }
        buffer.flip();
        buffer.get(bytes, 0, count);
        if (state == State.ASKED) {
            takeHead(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        } else {
            hear(bytes, count);
        }
    }

    private void hear(byte[] bytes, int count) throws IOException {
        if (stamps.read(bytes, count, due -> audience.heard(this, due))) {
            wire.write(ByteBuffer.wrap(PONG));
        }
        if (remembering) {
            lastId = EventIds.last(bytes, count).orElse(lastId);
        }
    }

    private void takeHead(String more) throws IOException {
        head.append(more);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (!head.toString().startsWith(transport == Transport.SSE ? "200" : "101", "HTTP/1.1 ".length())) {
            audience.refused(head.toString());
            end();
            return;
        }
        byte[] rest = head.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        head.setLength(0);
        head.trimToSize();
        state = State.OPEN;
        audience.opened(this);
        hear(rest, rest.length);
    }

    private void end() {
        if (state != State.CLOSED) {
            boolean wasOpen = state == State.OPEN;
            close();
            audience.lost(this, wasOpen);
        }
    }

    private static byte[] pong() {
        byte[] text = "{\"event\":\"pong\"}".getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[6 + text.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | text.length);
        System.arraycopy(text, 0, frame, 6, text.length);
        return frame;
    }
}
