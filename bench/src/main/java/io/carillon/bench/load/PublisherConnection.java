package io.carillon.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Publishes one publication at a time over a connection that is kept. For the load's thread. */
final class PublisherConnection implements Ready {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final LoadRun run;
    private final Selector selector;
    private final Target target;
    private final StringBuilder answer = new StringBuilder();
    private @Nullable SocketChannel socket;
    private @Nullable Wire wire;
    private @Nullable ByteBuffer unsent;
    private boolean busy;
    private boolean counts;
    private long dueNanos;

    PublisherConnection(LoadRun run, Selector selector, Target target) {
        this.run = run;
        this.selector = selector;
        this.target = target;
    }

    boolean isBusy() {
        return busy;
    }

    /**
     * Publishes.
     *
     * @param body what the body is made from
     * @param due when this should have been published
     * @param measured whether it counts
     */
    void publish(String channel, PublicationTemplate body, long due, boolean measured) throws IOException {
        var head = new StringBuilder("POST ")
                .append(target.publishPath().replace("{C}", channel))
                .append(" HTTP/1.1\r\nHost: ")
                .append(target.host())
                .append(':')
                .append(target.publishPort())
                .append("\r\n");
        target.publishHeaders().forEach(header -> head.append(header).append("\r\n"));
        busy = true;
        counts = measured;
        dueNanos = due;
        answer.setLength(0);
        unsent = body.request(head.toString(), channel, due);
        send(connected());
    }

    @Override
    public void ready(ByteBuffer buffer, byte[] bytes) {
        Wire present = wire;
        if (present == null) {
            return;
        }
        try {
            if (unsent != null) {
                send(present);
            }
            buffer.clear();
            int count = present.read(buffer);
            if (count < 0) {
                throw new IOException("closed");
            }
            buffer.flip();
            buffer.get(bytes, 0, count);
            answer.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            if (busy && isWhole()) {
                busy = false;
                run.answered(answer.charAt("HTTP/1.1 ".length()) == '2', answer, dueNanos, counts);
            }
        } catch (IOException _) {
            close();
            if (busy) {
                busy = false;
                run.answered(false, "the connection ended", dueNanos, counts);
            }
        }
    }

    void close() {
        try {
            if (socket != null) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            }
        } catch (IOException _) {
            // It is gone already.
        }
        socket = null;
        wire = null;
    }

    private void send(Wire to) throws IOException {
        ByteBuffer bytes = unsent;
        SocketChannel present = socket;
        if (bytes != null && present != null) {
            to.write(bytes);
            boolean more = bytes.hasRemaining();
            unsent = more ? bytes : null;
            present.keyFor(selector)
                    .interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    private Wire connected() throws IOException {
        Wire present = wire;
        if (present == null) {
            SocketChannel fresh = SocketChannel.open(new InetSocketAddress(target.host(), target.publishPort()));
            fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
            present = Wire.to(target, fresh);
            present.open();
            fresh.configureBlocking(false);
            fresh.register(selector, SelectionKey.OP_READ, this);
            socket = fresh;
            wire = present;
        }
        return present;
    }

    private boolean isWhole() {
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(answer);
        return !length.find() || answer.length() >= head + 4 + Integer.parseInt(length.group(1));
    }
}
