package io.carillon.bench.load;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS as the JDK does it, to a server whose certificate is taken as it is: what is measured is our own. */
final class TlsWire implements Wire {

    private static final SSLContext CONTEXT = context();
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel socket;
    private final SSLEngine engine = CONTEXT.createSSLEngine();
    private final ByteBuffer received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    private final ByteBuffer sending = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    private final ByteBuffer early = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    private boolean begun;
    private boolean open;

    TlsWire(SocketChannel socket) {
        this.socket = socket;
        engine.setUseClientMode(true);
    }

    @Override
    public boolean open() throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        while (!open) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap(early).getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW && !receive()) {
                        return false;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> open = true;
            }
        }
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int before = target.position();
        boolean more;
        do {
            SSLEngineResult result = unwrap(target);
            more = result.getStatus() == SSLEngineResult.Status.OK && result.bytesConsumed() > 0;
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                return -1;
            }
            if (!more) {
                more = receive();
            }
        } while (more && target.remaining() > early.capacity());
        return target.position() - before;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            wrap(source);
        }
    }

    private void wrap(ByteBuffer source) throws IOException {
        sending.clear();
        engine.wrap(source, sending);
        sending.flip();
        while (sending.hasRemaining()) {
            socket.write(sending);
        }
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws IOException {
        received.flip();
        try {
            return engine.unwrap(received, target);
        } finally {
            received.compact();
        }
    }

    /** Reads from the socket, and returns whether anything came. */
    private boolean receive() throws IOException {
        int count = socket.read(received);
        if (count < 0) {
            throw new IOException("the server has closed the connection");
        }
        return count > 0;
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TakesAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does no TLS", e);
        }
    }

    private static final class TakesAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket peer) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine peer) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket peer) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine peer) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
