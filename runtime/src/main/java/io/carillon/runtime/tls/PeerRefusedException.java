package io.carillon.runtime.tls;

import java.security.cert.CertificateException;

/** Tells why a peer's certificate is not accepted. */
final class PeerRefusedException extends CertificateException {

    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    PeerRefusedException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    PeerRefusedException(Refusal refusal, CertificateException cause) {
        super(cause.getMessage(), cause);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
