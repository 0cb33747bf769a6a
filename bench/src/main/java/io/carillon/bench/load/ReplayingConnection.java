package io.carillon.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/** One subscriber that reads the past, at its own pace. For the thread of its crowd. */
final class ReplayingConnection {

    private static final byte[] MESSAGE = "event:message\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SOURCE_ADDRESSES = 64;

    /** What the kernel keeps for one that reads slowly, so that it is the server that has to wait. */
    private static final int SLOW_RECEIVE_BYTES = 16 << 10;

    private final SocketChannel socket;
    private final SelectionKey key;
    private final String request;
    private final int bytesPerTick;
    private int allowed;
    private boolean answered;

    /** How many bytes of {@link #MESSAGE} were just read. */
    private int matched;

    ReplayingConnection(Selector selector, Target target, String path, int number, int bytesPerTick)
            throws IOException {
        this.bytesPerTick = bytesPerTick;
        this.allowed = bytesPerTick;
        request = "GET " + path + " HTTP/1.1\r\nHost: " + target.host() + ':' + target.port()
                + "\r\nAccept: text/event-stream\r\n\r\n";
        socket = SocketChannel.open();
        socket.configureBlocking(false);
        if (bytesPerTick != ReplayCrowd.AS_FAST_AS_POSSIBLE) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BYTES);
        }
        var address = InetAddress.getByName(target.host());
        if (address.isLoopbackAddress() && address.getAddress().length == 4) {
            // One source address has fewer ports than there may be subscribers.
            socket.bind(new InetSocketAddress("127.0.0." + (1 + number % SOURCE_ADDRESSES), 0));
        }
        socket.connect(new InetSocketAddress(address, target.port()));
        key = socket.register(selector, SelectionKey.OP_CONNECT, this);
    }

    void ready(ByteBuffer buffer, LongAdder opened, LongAdder messages, LongAdder bytes) {
        try {
            if (key.isConnectable() && socket.finishConnect()) {
                socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable()) {
                read(buffer, opened, messages, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(ByteBuffer buffer, LongAdder opened, LongAdder messages, LongAdder bytes) throws IOException {
        // The head of the answer is read in any case.
        buffer.clear().limit(answered ? Math.min(buffer.capacity(), allowed) : 1);
        int count = socket.read(buffer);
        if (count < 0) {
            throw new IOException("the server ended a connection");
        }
        if (!answered) {
            answered = true;
            opened.increment();
        }
        bytes.add(count);
        messages.add(count(buffer.flip()));
        if (bytesPerTick != ReplayCrowd.AS_FAST_AS_POSSIBLE) {
            allowed -= Math.min(allowed, count);
            if (allowed == 0) {
                key.interestOps(0);
            }
        }
    }

    /** Returns how many messages end their event's name here. */
    private long count(ByteBuffer read) {
        long found = 0;
        while (read.hasRemaining()) {
            byte next = read.get();
            if (next == MESSAGE[matched]) {
                matched++;
                if (matched == MESSAGE.length) {
                    matched = 0;
                    found++;
                }
            } else {
                matched = next == MESSAGE[0] ? 1 : 0;
            }
        }
        return found;
    }

    /** May read on. */
    void tick() {
        if (answered && bytesPerTick != ReplayCrowd.AS_FAST_AS_POSSIBLE && bytesPerTick > 0 && key.isValid()) {
            allowed = bytesPerTick;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    void close() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }
}
