package io.carillon.runtime.tls;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context for a listener that sets the rules of each connection itself.
 *
 * <p>Helidon 4.5.0 leaves them out: on blocking sockets, which all listeners of ours use, it wraps the socket and shakes
 * hands without looking at the parameters that it was configured with, so that no client would be asked for a certificate,
 * and an old protocol would do. Nor does it bound the handshake, so that who says nothing would be waited for.
 */
final class ListenerContext extends SSLContext {

    /**
     * Makes a context.
     *
     * @param context has key and trust managers
     * @param rules what each connection keeps to
     * @param patience how long a handshake may take; past it the connection is closed
     */
    static SSLContext of(SSLContext context, SSLParameters rules, Duration patience) {
        return new ListenerContext(context, new Spi(context, new Factory(context.getSocketFactory(), rules, patience)));
    }

    private ListenerContext(SSLContext context, Spi spi) {
        super(spi, context.getProvider(), context.getProtocol());
    }

    private static final class Spi extends SSLContextSpi {

        private final SSLContext context;
        private final SSLSocketFactory sockets;

        Spi(SSLContext context, SSLSocketFactory sockets) {
            this.context = context;
            this.sockets = sockets;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("managers: given a second time (expected: those it was made with)");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }

    /** Makes sockets that keep to the rules; of the kinds of sockets there are, a listener only asks for accepted ones. */
    private static final class Factory extends SSLSocketFactory {

        private static final System.Logger LOGGER = System.getLogger(ListenerContext.class.getName());

        private final SSLSocketFactory sockets;
        private final SSLParameters rules;
        private final Duration patience;

        Factory(SSLSocketFactory sockets, SSLParameters rules, Duration patience) {
            this.sockets = sockets;
            this.rules = rules;
            this.patience = patience;
        }

        @Override
        public Socket createSocket(Socket accepted, @Nullable InputStream consumed, boolean autoClose)
                throws IOException {
            var socket = (SSLSocket) sockets.createSocket(accepted, consumed, autoClose);
            socket.setSSLParameters(rules);
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> closeUnlessShaken(socket, accepted));
            return socket;
        }

        /** There is no protocol, not even an empty one, until the handshake is over. */
        private static void closeUnlessShaken(SSLSocket socket, Socket accepted) {
            if (socket.getApplicationProtocol() == null) {
                try {
                    accepted.close();
                } catch (IOException e) {
                    LOGGER.log(Level.DEBUG, "connection not closed, since it is closed already", e);
                }
            }
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
            throw notAccepted();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw notAccepted();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw notAccepted();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw notAccepted();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw notAccepted();
        }

        private static UnsupportedOperationException notAccepted() {
            return new UnsupportedOperationException("socket: a client's (expected: one that a listener has accepted)");
        }
    }
}
