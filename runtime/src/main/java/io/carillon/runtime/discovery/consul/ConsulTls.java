package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.tls.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What the connection to an agent over TLS needs.
 *
 * @param context makes connections
 * @param trust decides whom to trust
 */
record ConsulTls(SSLContext context, X509TrustManager trust) {

    private static final char[] NO_PASSWORD = {};

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException if one cannot be read or is not what it should be
     */
    static ConsulTls of(ConsulConfig.TlsFiles files) {
        try {
            X509TrustManager trust = trust(files);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(files).getKeyManagers(), new X509TrustManager[] {trust}, null);
            return new ConsulTls(context, trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("push.consul.tls.*: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trust(ConsulConfig.TlsFiles files) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (files.authority().isPresent()) {
            KeyStore trusted = empty();
            for (Certificate authority : Pem.certificates(files.authority().get())) {
                trusted.setCertificateEntry("authority-" + trusted.size(), authority);
            }
            factory.init(trusted);
        } else {
            factory.init((KeyStore) null);
        }
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static KeyManagerFactory keys(ConsulConfig.TlsFiles files) throws IOException, GeneralSecurityException {
        KeyStore own = empty();
        if (files.certificate().isPresent() && files.key().isPresent()) {
            List<X509Certificate> chain = Pem.certificates(files.certificate().get());
            PrivateKey key = Pem.privateKey(files.key().get());
            own.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, NO_PASSWORD);
        return factory;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
