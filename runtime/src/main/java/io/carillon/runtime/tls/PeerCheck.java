package io.carillon.runtime.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Tells who a peer is by its certificates: first whether an authority stands behind them, then which service they name. */
final class PeerCheck {

    private final X509TrustManager authorities;
    private final String trustDomain;

    PeerCheck(List<X509Certificate> authorities, String trustDomain) {
        this.authorities = trusting(authorities);
        this.trustDomain = trustDomain;
    }

    /** Returns the service that a client's certificates name. */
    MeshService client(X509Certificate[] chain, String keyType) throws PeerRefusedException {
        try {
            authorities.checkClientTrusted(chain, keyType);
        } catch (CertificateException e) {
            throw new PeerRefusedException(reason(e), e);
        }
        return named(chain[0]);
    }

    /** Returns the service that a server's certificates name; what its host is called plays no part. */
    MeshService server(X509Certificate[] chain, String keyType) throws PeerRefusedException {
        try {
            authorities.checkServerTrusted(chain, keyType);
        } catch (CertificateException e) {
            throw new PeerRefusedException(reason(e), e);
        }
        return named(chain[0]);
    }

    private MeshService named(X509Certificate certificate) throws PeerRefusedException {
        return SpiffeId.of(certificate)
                .filter(id -> id.trustDomain().equals(trustDomain))
                .map(SpiffeId::service)
                .orElseThrow(() -> new PeerRefusedException(
                        Refusal.WRONG_NAME,
                        "certificate of " + certificate.getSubjectX500Principal()
                                + " names no service (expected: one URI, " + "spiffe://" + trustDomain + "/service/"
                                + Arrays.toString(labels()) + ")"));
    }

    private static String[] labels() {
        return Arrays.stream(MeshService.values()).map(MeshService::label).toArray(String[]::new);
    }

    private static Refusal reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Refusal.EXPIRED;
            }
            if (cause instanceof CertPathValidatorException path
                    && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                            || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID)) {
                return Refusal.EXPIRED;
            }
        }
        return Refusal.WRONG_AUTHORITY;
    }

    private static X509TrustManager trusting(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return x509;
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("PKIX: not to be had (expected: part of every JDK)", e);
        }
        throw new IllegalStateException("PKIX: no X.509 (expected: part of every JDK)");
    }
}
