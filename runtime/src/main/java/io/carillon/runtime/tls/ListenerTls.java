package io.carillon.runtime.tls;

import io.carillon.runtime.lifecycle.Part;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS of a public listener: a certificate that names hosts, shown to everybody, and nobody asked for theirs. Loaded anew when
 * its files change.
 */
public final class ListenerTls implements Part {

    /** 1.2 for clients that are some years old; with forward secrecy and authenticated ciphers only. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};

    private final WatchedKeyMaterial material;
    private final Duration handshakeLimit;

    private ListenerTls(WatchedKeyMaterial material, Duration handshakeLimit) {
        this.material = material;
        this.handshakeLimit = handshakeLimit;
    }

    /**
     * Reads the key material.
     *
     * @param files key and certificates; authorities play no part
     * @param handshakeLimit how long a client may take for its part of the handshake; then it is cut off
     * @throws IOException if the files are not good; says which and why
     */
    public static ListenerTls open(TlsFiles files, Duration reloadEvery, Duration handshakeLimit, InstantSource clock)
            throws IOException {
        return new ListenerTls(
                new WatchedKeyMaterial("public listener", files, reloadEvery, clock, _ -> {}), handshakeLimit);
    }

    @Override
    public void start() {
        material.start();
    }

    @Override
    public void close() {
        material.close();
    }

    /** Returns the context for the listener. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ServiceKeyManager(material::loadings)}, null, null);
            SSLParameters rules = context.getDefaultSSLParameters();
            rules.setProtocols(PROTOCOLS);
            rules.setCipherSuites(CIPHERS);
            rules.setNamedGroups(GROUPS);
            rules.setUseCipherSuitesOrder(true);
            return ListenerContext.of(context, rules, handshakeLimit);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS: not to be had (expected: part of every JDK)", e);
        }
    }
}
