package io.carillon.runtime.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate that is current when a handshake begins.
 *
 * <p>An alias names one loading of the files, so that a handshake which is under way while they are loaded anew gets the
 * key of the certificate that it has shown. The authorities that a peer says it trusts are not looked at: with a
 * certificate that it does not trust the peer can say why it refuses; without any it could not.
 */
final class ServiceKeyManager extends X509ExtendedKeyManager {

    /** One loading of the files. */
    record Loaded(String alias, KeyMaterial material) {}

    private final Supplier<Stream<Loaded>> loaded;

    /** Makes a manager over the latest loadings, the current one first. */
    ServiceKeyManager(Supplier<Stream<Loaded>> loaded) {
        this.loaded = loaded;
    }

    private @Nullable String aliasFor(String... keyTypes) {
        Loaded current = loaded.get().findFirst().orElseThrow();
        String algorithm = current.material().key().getAlgorithm();
        for (String keyType : keyTypes) {
            if (keyType.equals(algorithm) || keyType.startsWith(algorithm + '_')) {
                return current.alias();
            }
        }
        return null;
    }

    private @Nullable KeyMaterial of(String alias) {
        return loaded.get()
                .filter(candidate -> candidate.alias().equals(alias))
                .map(Loaded::material)
                .findFirst()
                .orElse(null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        KeyMaterial material = of(alias);
        return material == null ? null : material.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        KeyMaterial material = of(alias);
        return material == null ? null : material.key();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return aliasFor(keyTypes);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = aliasFor(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }
}
