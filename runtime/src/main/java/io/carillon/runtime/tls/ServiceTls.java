package io.carillon.runtime.tls;

import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.observe.Metrics;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a process shows to its peers in the mesh, and how it tells who they are. Any thread may ask.
 *
 * <p>Key material is read when this is {@linkplain #open opened}, and again whenever the files have changed, from {@link
 * #start} to {@link #close}; the managers given out follow. New material counts for connections that begin after it; those
 * that stand are not asked again.
 */
public final class ServiceTls implements Part {

    /** Both ends of the mesh are ours, so there is nobody to whom an older protocol would be a favour. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3");

    private static final System.Logger LOGGER = System.getLogger(ServiceTls.class.getName());

    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private final MeshTlsConfig config;
    private final InstantSource clock;
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final Map<Refusal, Long> toldMillis = new ConcurrentHashMap<>();
    private final WatchedKeyMaterial material;

    /** Follows the material; made by whoever asks first after a change. */
    private volatile Trust trust;

    private record Trust(KeyMaterial material, PeerCheck peers) {}

    private ServiceTls(MeshService service, MeshTlsConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
        var own = new SpiffeId(config.trustDomain(), service);
        material = new WatchedKeyMaterial(
                "mesh identity " + own,
                config.files(),
                config.reloadEvery(),
                clock,
                loaded -> requireName(own, loaded, config.files()));
        trust = trusting(material.current(), config.trustDomain());
    }

    /**
     * Reads the key material.
     *
     * @param service which service this process is; its certificate must say the same
     * @throws IOException if the files are not good; says which and why
     */
    public static ServiceTls open(MeshService service, MeshTlsConfig config, InstantSource clock) throws IOException {
        return new ServiceTls(service, config, clock);
    }

    /** Begins to look for changes of the files. */
    @Override
    public void start() {
        material.start();
    }

    @Override
    public void close() {
        material.close();
    }

    /** Returns what shows our certificate, as it is when a handshake begins. */
    public X509ExtendedKeyManager keyManager() {
        return new ServiceKeyManager(material::loadings);
    }

    /**
     * Returns what trusts some services and nobody else.
     *
     * @param welcome the services; all others are refused in the handshake
     */
    public X509ExtendedTrustManager trustManager(Set<MeshService> welcome) {
        return new ServiceTrustManager(this, welcome);
    }

    /**
     * Returns a context for a listener of the mesh. It asks for certificates; that one showed none {@link #client} tells,
     * which counts it, as a handshake could not.
     */
    public SSLContext listener() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keyManager()},
                    new TrustManager[] {trustManager(EnumSet.allOf(MeshService.class))},
                    null);
            SSLParameters rules = context.getDefaultSSLParameters();
            rules.setProtocols(PROTOCOLS.toArray(String[]::new));
            rules.setWantClientAuth(true);
            return ListenerContext.of(context, rules, HANDSHAKE_LIMIT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS: not to be had (expected: part of every JDK)", e);
        }
    }

    /**
     * Returns which service a client is that has connected: by the authorities and the time as they are now, since a
     * session that is taken up again goes without a handshake's check. A refusal is counted.
     *
     * @param certificates what the client showed, empty if it showed none
     */
    public Optional<MeshService> client(Certificate[] certificates) {
        if (certificates.length == 0) {
            refused(Refusal.NO_CERTIFICATE, "a client that shows no certificate");
            return Optional.empty();
        }
        var chain = new X509Certificate[certificates.length];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = (X509Certificate) certificates[i];
        }
        try {
            return Optional.of(check(
                    () -> peers().client(chain, chain[0].getPublicKey().getAlgorithm()), Set.of(MeshService.values())));
        } catch (PeerRefusedException _) {
            return Optional.empty();
        }
    }

    /** Counts that a peer was refused, and logs it once a minute for each reason. */
    public void refused(Refusal refusal, String what) {
        adder(refusal).increment();
        // Whoever is refused tries again and again; the count tells how often.
        long now = clock.millis();
        Long told = toldMillis.get(refusal);
        if (told == null || now - told >= TELL_EVERY.toMillis()) {
            toldMillis.put(refusal, now);
            LOGGER.log(Level.WARNING, "mesh peer refused reason={0}: {1}", refusal.label(), what);
        }
    }

    /** Returns how often peers were refused for that reason. */
    public long refusals(Refusal refusal) {
        return adder(refusal).sum();
    }

    /** Shows what was refused, what was loaded, and when the certificate ends. */
    public void show(Metrics metrics) {
        for (Refusal refusal : Refusal.values()) {
            metrics.counter(
                    "push_mesh_refusals_total",
                    "Peers of the mesh that were refused",
                    () -> refusals(refusal),
                    "reason",
                    refusal.label());
        }
        metrics.counter(
                "push_mesh_key_loads_total", "Times that key material was loaded", material::loads, "result", "loaded");
        metrics.counter(
                "push_mesh_key_loads_total",
                "Times that key material was loaded",
                material::failures,
                "result",
                "failed");
        metrics.gauge(
                "push_mesh_certificate_expiry_timestamp_seconds",
                "When the certificate in use ends, in seconds since 1970",
                () -> material.current().expires().getEpochSecond());
    }

    /** A look at a peer's certificates. */
    interface Look {
        MeshService identify() throws PeerRefusedException;
    }

    /** Returns who the peer is if it is welcome; counts if not. */
    MeshService check(Look look, Set<MeshService> welcome) throws PeerRefusedException {
        try {
            MeshService peer = look.identify();
            if (!welcome.contains(peer)) {
                throw new PeerRefusedException(
                        Refusal.WRONG_NAME,
                        "service " + peer.label() + " has no business here (expected: " + welcome + ")");
            }
            return peer;
        } catch (PeerRefusedException e) {
            refused(e.refusal(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    PeerCheck peers() {
        Trust present = trust;
        KeyMaterial now = material.current();
        if (!present.material().equals(now)) {
            present = trusting(now, config.trustDomain());
            trust = present;
        }
        return present.peers();
    }

    X509Certificate[] authorities() {
        return material.current().authorities().toArray(X509Certificate[]::new);
    }

    private LongAdder adder(Refusal refusal) {
        return Objects.requireNonNull(refusals.get(refusal));
    }

    private static Trust trusting(KeyMaterial material, String trustDomain) {
        return new Trust(material, new PeerCheck(material.authorities(), trustDomain));
    }

    private static void requireName(SpiffeId own, KeyMaterial material, TlsFiles files) throws IOException {
        Optional<SpiffeId> named = SpiffeId.of(material.chain().getFirst());
        if (!named.equals(Optional.of(own))) {
            throw new IOException(files.certificates() + ": names "
                    + named.map(SpiffeId::toString).orElse("no service") + " (expected: " + own
                    + " as its only URI)");
        }
    }
}
