package io.carillon.runtime.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts peers whose certificate names one of some services, whatever the authorities are when a handshake begins.
 *
 * <p>Being an extended one it is asked instead of, not on top of, TLS's own comparison of host names, which would have
 * every node in a certificate of its own: services are what we tell apart.
 */
final class ServiceTrustManager extends X509ExtendedTrustManager {

    private final ServiceTls tls;
    private final Set<MeshService> welcome;

    ServiceTrustManager(ServiceTls tls, Set<MeshService> welcome) {
        this.tls = tls;
        this.welcome = Set.copyOf(welcome);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        tls.check(() -> tls.peers().client(chain, keyType), welcome);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        tls.check(() -> tls.peers().server(chain, keyType), welcome);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return tls.authorities();
    }
}
