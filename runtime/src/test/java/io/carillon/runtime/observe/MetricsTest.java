package io.carillon.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void areScrapedUnderTheNamesTheyWereGiven() {
        var delivered = new LongAdder();
        delivered.add(3);
        metrics.counter("push_publish_requests_total", "Publish requests.", "outcome", "accepted")
                .increment();
        metrics.counter("push_delivery_publications_total", "Publications delivered.", delivered::sum);
        metrics.gauge("push_session_queued_bytes", "Bytes that wait.", () -> 1.5);
        metrics.gauge("push_session_open_count", "Sessions that are open.", () -> 7);
        metrics.gauge("push_link_info", "A name with a suffix that Prometheus knows.", () -> 1);
        metrics.timer("push_publish_append_seconds", "Time to the log's acknowledgement.")
                .record(Duration.ofMillis(15));
        metrics.distribution("push_link_batch_bytes", "Sizes of batches.", new double[] {1024, 65536})
                .record(2000);

        assertThat(metrics.scrape().lines())
                .contains(
                        "# HELP push_publish_requests_total Publish requests.",
                        "# TYPE push_publish_requests_total counter",
                        "push_publish_requests_total{outcome=\"accepted\"} 1.0",
                        "# TYPE push_delivery_publications_total counter",
                        "push_delivery_publications_total 3.0",
                        "# TYPE push_session_queued_bytes gauge",
                        "push_session_queued_bytes 1.5",
                        "push_session_open_count 7.0",
                        "# TYPE push_publish_append_seconds histogram",
                        "push_publish_append_seconds_bucket{le=\"0.01\"} 0",
                        "push_publish_append_seconds_bucket{le=\"0.02\"} 1",
                        "push_publish_append_seconds_count 1",
                        "push_link_batch_bytes_bucket{le=\"1024.0\"} 0",
                        "push_link_batch_bytes_bucket{le=\"65536.0\"} 1",
                        "push_link_batch_bytes_sum 2000.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes",
                "jvm_gc_memory_allocated_bytes_total",
                "jvm_threads_live_threads",
                "process_cpu_usage",
                "process_uptime_seconds",
                "process_files_open_files"
            })
    void includeThoseOfTheJvmAndTheProcess(String name) {
        assertThat(metrics.scrape()).contains("\n" + name);
    }

    @Test
    void followASourceThatNobodyElseRefersTo() {
        metrics.gauge("push_session_open_count", "Sessions that are open.", new LongAdder()::doubleValue);
        System.gc();

        assertThat(metrics.scrape()).contains("push_session_open_count 0.0\n");
    }

    @Test
    void shareACounterButRefuseToReadTwoSourcesUnderOneName() {
        var first = metrics.counter("push_publish_requests_total", "Publish requests.");
        metrics.gauge("push_session_open_count", "Sessions.", () -> 1, "transport", "sse");
        metrics.gauge("push_session_open_count", "Sessions.", () -> 1, "transport", "websocket");

        assertThat(metrics.counter("push_publish_requests_total", "Publish requests."))
                .isSameAs(first);
        assertThatIllegalStateException()
                .isThrownBy(() -> metrics.gauge("push_session_open_count", "Sessions.", () -> 2, "transport", "sse"))
                .withMessageStartingWith("name: push_session_open_count ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"push.publish.requests.total", "push_requests", "publish_requests_total", "push_Publish_total"})
    void refuseNamesThatBreakTheRule(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter(name, "help"));
    }

    @Test
    void refuseNamesWhoseEndBeliesTheirKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.counter("push_publish_requests", "help"))
                .withMessage("name: push_publish_requests (expected: push_<room>_<noun>_total)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.timer("push_publish_append_ms", "help"))
                .withMessage("name: push_publish_append_ms (expected: push_<room>_<noun>_seconds)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.gauge("push_publish_requests_total", "help", () -> 1))
                .withMessage("name: push_publish_requests_total (expected: no _total, since a gauge is none)");
    }
}
