package io.carillon.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes of a connection, whether or not they are encrypted. For one thread; the socket may block or not. */
interface Wire {

    /** Goes on with whatever comes before the first byte, and returns whether bytes may be sent. */
    boolean open() throws IOException;

    /** Reads what is there; returns the count, 0 if there is nothing, or -1 at the end. */
    int read(ByteBuffer target) throws IOException;

    /** Writes as much as the socket takes. */
    void write(ByteBuffer source) throws IOException;

    /** Returns the wire to a server, over a socket that is connected. */
    static Wire to(Target target, SocketChannel socket) {
        return target.secure() ? new TlsWire(socket) : new PlainWire(socket);
    }

    /** The bytes as they are. */
    record PlainWire(SocketChannel socket) implements Wire {

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return socket.read(target);
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            socket.write(source);
        }
    }
}
