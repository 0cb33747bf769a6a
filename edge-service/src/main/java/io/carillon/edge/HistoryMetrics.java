package io.carillon.edge;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.rest.HistoryObserver;
import io.carillon.runtime.observe.Metrics;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The figures of pages of the past. */
final class HistoryMetrics implements HistoryObserver {

    private static final List<ErrorCode> REFUSALS = List.of(
            ErrorCode.INVALID_CHANNEL,
            ErrorCode.MALFORMED_CURSOR,
            ErrorCode.INVALID_LIMIT,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.FORBIDDEN,
            ErrorCode.OVERLOADED,
            ErrorCode.KEYS_UNAVAILABLE,
            ErrorCode.HISTORY_UNAVAILABLE);

    private final Counter served;
    private final Counter messages;
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);

    HistoryMetrics(Metrics metrics) {
        served = requests(metrics, "served");
        messages = metrics.counter("push_edge_history_messages_total", "Messages in pages of the past");
        REFUSALS.forEach(code -> refused.put(code, requests(metrics, code.slug())));
    }

    private static Counter requests(Metrics metrics, String result) {
        return metrics.counter(
                "push_edge_history_requests_total",
                "Requests for pages of the past, by outcome: served, or the error's code",
                "result",
                result);
    }

    @Override
    public void served(int count) {
        served.increment();
        messages.increment(count);
    }

    @Override
    public void refused(ErrorCode code) {
        Counter counter = refused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
