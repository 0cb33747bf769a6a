package io.carillon.edge;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.engine.EngineObserver;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Gap;
import io.carillon.edge.session.SessionObserver;
import io.carillon.runtime.observe.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** An edge's figures. Sessions count from several shards, so what they count is added up without a lock. */
final class EdgeMetrics implements SessionObserver, EngineObserver {

    private static final System.Logger LOGGER = System.getLogger(EdgeMetrics.class.getName());

    /** The figures of one transport. */
    private static final class Transport {

        private final LongAdder connections = new LongAdder();
        private final LongAdder deliveries = new LongAdder();
        private final Counter opened;
        private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);

        Transport(Framing.Kind kind, Metrics metrics) {
            String transport = kind.name().toLowerCase(Locale.ROOT);
            metrics.gauge(
                    "push_edge_connections",
                    "Client connections open now",
                    connections::doubleValue,
                    "transport",
                    transport);
            metrics.counter(
                    "push_edge_deliveries_total",
                    "Publications handed to client connections",
                    deliveries::sum,
                    "transport",
                    transport);
            opened = metrics.counter("push_edge_connects_total", "Client connections opened", "transport", transport);
            for (EndReason reason : EndReason.values()) {
                ended.put(
                        reason,
                        metrics.counter(
                                "push_edge_disconnects_total",
                                "Client connections ended, by reason",
                                "transport",
                                transport,
                                "reason",
                                reason.text()));
            }
        }
    }

    private final Map<Framing.Kind, Transport> transports = new EnumMap<>(Framing.Kind.class);
    private final Map<Gap.Reason, Counter> gaps = new EnumMap<>(Gap.Reason.class);
    private final Map<EndReason, Counter> refusals = new EnumMap<>(EndReason.class);
    private final Map<ErrorCode, Counter> requestsRefused = new EnumMap<>(ErrorCode.class);
    private final Counter slow;
    private final Counter early;
    private final Counter windowFull;
    private final Counter acknowledged;
    private final Timer acknowledgedAfter;
    private final Counter subscribed;
    private final Counter unsubscribed;
    private final Counter resumed;
    private final Counter caughtUp;
    private final Counter fenced;

    EdgeMetrics(Metrics metrics) {
        for (Framing.Kind kind : Framing.Kind.values()) {
            transports.put(kind, new Transport(kind, metrics));
        }
        for (Gap.Reason reason : Gap.Reason.values()) {
            gaps.put(
                    reason,
                    metrics.counter(
                            "push_edge_gaps_total", "Gaps told to clients, by reason", "reason", reason.text()));
        }
        for (EndReason reason : List.of(EndReason.CONNECTION_LIMIT, EndReason.ADDRESS_LIMIT)) {
            refusals.put(
                    reason,
                    metrics.counter(
                            "push_edge_refusals_total",
                            "Clients asked to come back since there was no room for them",
                            "reason",
                            reason.text()));
        }
        slow = metrics.counter("push_edge_slow_consumers_total", "Sessions whose queue was full");
        early = metrics.counter(
                "push_edge_queue_shortages_total",
                "Sessions that went on from the log since what may wait for all clients was short");
        for (ErrorCode code : ErrorCode.values()) {
            requestsRefused.put(
                    code,
                    metrics.counter(
                            "push_edge_requests_refused_total",
                            "Requests of connected WebSocket clients that were not carried out, by code",
                            "code",
                            code.slug()));
        }
        windowFull = metrics.counter(
                "push_edge_ack_window_full_total", "Sessions that had as much unacknowledged as they may");
        acknowledged = metrics.counter("push_edge_acknowledged_total", "Publications that clients acknowledged");
        acknowledgedAfter = metrics.timer(
                "push_edge_ack_seconds", "From sending a publication to the acknowledgement that names it");
        subscribed = changes(metrics, "subscribed");
        unsubscribed = changes(metrics, "unsubscribed");
        resumed = metrics.counter("push_edge_resumes_total", "Sessions that began at a place in the past");
        caughtUp = metrics.counter("push_edge_catch_ups_total", "Sessions that read the log and are live again");
        fenced = metrics.counter("push_edge_fenced_total", "Messages of replaced owners that were dropped");
    }

    private static Counter changes(Metrics metrics, String change) {
        return metrics.counter(
                "push_edge_subscription_changes_total",
                "Changes of subscriptions of connected WebSocket clients",
                "change",
                change);
    }

    @Override
    public void opened(Framing.Kind kind) {
        Transport transport = of(kind);
        transport.connections.increment();
        transport.opened.increment();
    }

    @Override
    public void ended(Framing.Kind kind, EndReason reason) {
        Transport transport = of(kind);
        transport.connections.decrement();
        Counter counter = transport.ended.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void delivered(Framing.Kind kind, int sessions) {
        of(kind).deliveries.add(sessions);
    }

    @Override
    public void fellBehind(boolean ofShortage) {
        slow.increment();
        if (ofShortage) {
            early.increment();
        }
    }

    @Override
    public void windowFull() {
        windowFull.increment();
    }

    @Override
    public void acknowledged(int publications, long nanos) {
        acknowledged.increment(publications);
        acknowledgedAfter.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void changed(boolean more) {
        (more ? subscribed : unsubscribed).increment();
    }

    @Override
    public void refused(ErrorCode code) {
        Counter counter = requestsRefused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void resumed() {
        resumed.increment();
    }

    @Override
    public void caughtUp() {
        caughtUp.increment();
    }

    @Override
    public void gap(Gap.Reason reason) {
        Counter counter = gaps.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void fenced(int partition, long epoch, long leastEpoch) {
        fenced.increment();
        LOGGER.log(
                System.Logger.Level.DEBUG,
                "fenced partition={0} epoch={1} expected: >= {2}",
                partition,
                epoch,
                leastEpoch);
    }

    @Override
    public void refused(EndReason reason) {
        Counter counter = refusals.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private Transport of(Framing.Kind kind) {
        Transport transport = transports.get(kind);
        if (transport == null) {
            throw new IllegalStateException("no figures for " + kind);
        }
        return transport;
    }
}
