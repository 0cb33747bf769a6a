package io.carillon.ingest;

import io.carillon.core.time.Ticker;
import io.carillon.ingest.admin.RevocationRoute;
import io.carillon.ingest.admission.Admission;
import io.carillon.ingest.admission.PublishRates;
import io.carillon.ingest.kafka.KafkaAppender;
import io.carillon.ingest.kafka.KafkaRevocations;
import io.carillon.ingest.kafka.LogProbe;
import io.carillon.ingest.publish.KeyedPublisher;
import io.carillon.ingest.publish.Publisher;
import io.carillon.ingest.rest.PublishRoutes;
import io.carillon.ingest.rest.Publishers;
import io.carillon.ingest.rpc.OwnerCounts;
import io.carillon.ingest.rpc.OwnerKeys;
import io.carillon.runtime.auth.AccessMetrics;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.auth.Authenticator;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.mesh.OwnerCalls;
import io.carillon.runtime.mesh.Owners;
import io.carillon.runtime.mesh.RevocationWatch;
import io.carillon.runtime.mesh.TableWatch;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.observe.Verdict;
import io.carillon.runtime.tls.MeshSecurity;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The ingest service, wired: publishers on one side, the log on the other.
 *
 * <p>It has no listener of its own, so that it can share one: whoever composes the process puts {@link #routes()} on a
 * public listener, which is drained before this part is closed.
 */
public final class IngestServer implements Part {

    private final LogProbe probe;
    private final KafkaAppender log;
    private final Owners owners;
    private final TableWatch tables;
    private final KafkaRevocations revocationLog;
    private final RevocationWatch watch;
    private final RevocationRoute revoking;
    private final PublishRoutes routes;

    /**
     * Wires an ingest.
     *
     * @param security how peers in the mesh show who they are
     * @param registry knows the fanout nodes, which count subscribers and know keys
     * @param health is given this ingest's readiness: it can append
     */
    public IngestServer(
            IngestConfig config,
            MeshSecurity security,
            Registry registry,
            Ticker ticker,
            Metrics metrics,
            Health health) {
        probe = new LogProbe(config.kafka(), config.topic());
        log = new KafkaAppender(config.kafka(), config.topic(), config.acknowledgeWithin(), probe::state);
        var channels = new MeshChannels(security);
        InstantSource clock = InstantSource.system();
        owners = new Owners(channels);
        tables = new TableWatch(channels, registry::meshPeers, owners::follow);
        var publisher = new Publisher(log, new OwnerCounts(owners, config.countWithin()), config.countWithin());
        Duration patience = config.acknowledgeWithin();
        var keyed = new KeyedPublisher(publisher, new OwnerKeys(new OwnerCalls(owners, patience, patience, ticker)));
        var revocations = Revocations.awaited();
        var authenticator =
                new Authenticator(config.auth(), config.origins(), revocations, clock, new AccessMetrics(metrics));
        watch = new RevocationWatch(channels, registry::meshPeers, revocations, ticker, clock);
        watch.show(metrics, "ingest");
        revocationLog =
                new KafkaRevocations(config.kafka(), config.revocations().topic());
        revoking = new RevocationRoute(authenticator, config.revocations(), revocationLog, revocations, clock, metrics);
        var rates = new PublishRates(config.perPrincipal(), config.perAddress(), ticker);
        var admission = new Admission(config.limits());
        routes = new PublishRoutes(
                publisher,
                keyed,
                admission,
                config.limits(),
                metrics.registry(),
                ticker,
                new Publishers(authenticator, rates, config.proxies()));
        metrics.gauge(
                "push_ingest_rate_buckets", "Principals and addresses whose rate is remembered", rates::remembered);
        metrics.gauge("push_ingest_in_flight_publications", "Publications under way to the log", admission::inFlight);
        metrics.gauge("push_ingest_in_flight_keys", "Publications under way under idempotency keys", keyed::underWay);
        metrics.gauge(
                "push_ingest_in_flight_bytes",
                "Most bytes that the bodies of requests under way can take",
                admission::inFlightBytes);
        if (config.auth().mode() == AuthConfig.Mode.JWT) {
            health.add(
                    Health.Kind.READY,
                    "ingest-revocations",
                    () -> Verdict.of(revocations.areKnown(), "no fanout node has told yet who is revoked"));
        }
        health.add(Health.Kind.READY, "ingest-log", () -> Verdict.of(probe.ready(), String.valueOf(probe.state())));
    }

    /** Returns what an operator may ask for on the management port. */
    public RevocationRoute operations() {
        return revoking;
    }

    /** Returns the paths that publishers post to. */
    public PublishRoutes routes() {
        return routes;
    }

    @Override
    public void start() {
        probe.start();
        tables.start();
        watch.start();
    }

    @Override
    public void close() {
        watch.close();
        tables.close();
        owners.close();
        revocationLog.close();
        log.close();
        probe.close();
    }
}
