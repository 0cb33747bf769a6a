package io.carillon.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates; its own, which peers trust, is the first that it makes. All keys are on the curve P-256. */
public final class CertificateAuthority {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 120;
    private static final String IP_ADDRESS = "[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*";

    private final KeyedCertificate own;

    /** Makes an authority of one that was made before. */
    CertificateAuthority(KeyedCertificate own) {
        this.own = own;
    }

    /** Makes a new authority. */
    public static CertificateAuthority create(String commonName, Instant from, Instant until) {
        try {
            KeyPair pair = keyPair();
            var name = new X500Principal("CN=" + commonName);
            var builder = new JcaX509v3CertificateBuilder(
                    name, serial(), Date.from(from), Date.from(until), name, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateAuthority(sign(builder, pair, pair));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("authority not made: " + e.getMessage(), e);
        }
    }

    /** Returns its own certificate and key. */
    public KeyedCertificate own() {
        return own;
    }

    /** Makes a key and signs a certificate for it, good for both ends of a connection. */
    public KeyedCertificate issue(Profile profile) {
        try {
            KeyPair pair = keyPair();
            var builder = new JcaX509v3CertificateBuilder(
                    own.certificate(),
                    serial(),
                    Date.from(profile.from()),
                    Date.from(profile.until()),
                    new X500Principal("CN=" + profile.commonName()),
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(own.certificate()));
            GeneralName[] names = names(profile);
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return sign(builder, pair, new KeyPair(own.certificate().getPublicKey(), own.key()));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("certificate not made: " + e.getMessage(), e);
        }
    }

    private static GeneralName[] names(Profile profile) {
        return Stream.concat(
                        profile.uris().stream().map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri)),
                        profile.hosts().stream()
                                .map(host -> new GeneralName(
                                        host.matches(IP_ADDRESS) ? GeneralName.iPAddress : GeneralName.dNSName, host)))
                .toArray(GeneralName[]::new);
    }

    private static KeyedCertificate sign(X509v3CertificateBuilder builder, KeyPair subject, KeyPair issuer)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
            return new KeyedCertificate(
                    subject.getPrivate(), new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS);
    }
}
