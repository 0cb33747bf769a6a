package io.carillon.ingest.rest;

import io.carillon.core.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * Counts messages by what became of them, and times those that reached the log. Safe for use by many threads.
 *
 * <p>{@code push_ingest_publications_total{result}} has {@code accepted} or the code of the problem as its result;
 * {@code push_ingest_publish_seconds} goes from the parsed message to its answer.
 */
final class PublishMetrics {

    private final Counter.Builder publications =
            Counter.builder("push.ingest.publications").description("Messages by what became of them");
    private final MeterRegistry registry;
    private final Timer publish;

    PublishMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.publish = Timer.builder("push.ingest.publish")
                .description("From the parsed message to its answer")
                .register(registry);
    }

    void published(String result, long nanos) {
        publish.record(nanos, TimeUnit.NANOSECONDS);
        count(result);
    }

    void refused(ErrorCode code) {
        count(code.slug());
    }

    private void count(String result) {
        publications.withRegistry(registry).withTag("result", result).increment();
    }
}
