package io.carillon.runtime.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a service in its certificate: {@code spiffe://TRUST-DOMAIN/service/SERVICE}.
 *
 * @param trustDomain whose services these are; a certificate of another domain is nobody's here, whoever signed it
 * @param service which of them
 */
record SpiffeId(String trustDomain, MeshService service) {

    private static final String SCHEME = "spiffe://";
    private static final String PATH = "/service/";

    /** Number of the URI among the kinds of alternative names. */
    private static final Integer URI_NAME = 6;

    /** Returns the name in a certificate; nothing unless it has exactly one URI, of this form, as SPIFFE asks for. */
    static Optional<SpiffeId> of(X509Certificate certificate) {
        List<String> uris = uris(certificate);
        return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
    }

    private static Optional<SpiffeId> parse(String uri) {
        int path = uri.indexOf(PATH);
        if (!uri.startsWith(SCHEME) || path < SCHEME.length()) {
            return Optional.empty();
        }
        String domain = uri.substring(SCHEME.length(), path);
        return MeshService.of(uri.substring(path + PATH.length())).map(service -> new SpiffeId(domain, service));
    }

    private static List<String> uris(X509Certificate certificate) {
        var uris = new ArrayList<String>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (URI_NAME.equals(name.get(0))) {
                        uris.add((String) name.get(1));
                    }
                }
            }
        } catch (CertificateParsingException _) {
            return List.of();
        }
        return uris;
    }

    @Override
    public String toString() {
        return SCHEME + trustDomain + PATH + service.label();
    }
}
