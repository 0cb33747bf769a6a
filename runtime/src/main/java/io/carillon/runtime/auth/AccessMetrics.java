package io.carillon.runtime.auth;

import io.carillon.runtime.observe.Metrics;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;

/** Counts who is not let in, and tickets. Services of one process share the figures. */
public final class AccessMetrics {

    private final Map<AccessRefusal, Counter> refusals = new EnumMap<>(AccessRefusal.class);
    private final Counter issued;
    private final Counter redeemed;

    /** Makes the meters, or finds them where another service has made them. */
    public AccessMetrics(Metrics metrics) {
        for (AccessRefusal reason : AccessRefusal.values()) {
            refusals.put(
                    reason,
                    metrics.counter(
                            "push_auth_refusals_total",
                            "Requests that were not let in, by reason",
                            "reason",
                            reason.label()));
        }
        issued = tickets(metrics, "issued");
        redeemed = tickets(metrics, "redeemed");
    }

    private static Counter tickets(Metrics metrics, String event) {
        return metrics.counter("push_auth_tickets_total", "Tickets given to pages, and taken back", "event", event);
    }

    void refused(AccessRefusal reason) {
        Counter counter = refusals.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void ticketIssued() {
        issued.increment();
    }

    void ticketRedeemed() {
        redeemed.increment();
    }
}
