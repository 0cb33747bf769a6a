package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Carillon
class ManagementTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/liveness",
                "/readiness",
                "/metrics",
                "/observe/health/live",
                "/observe/health/ready",
                "/observe/health/started",
                "/observe/metrics"
            })
    void p19ManagementAnswersOnItsOwnPortAndNotOnThePublicOne(String path, RunningCarillon carillon) {
        assertThat(Http.get(carillon.management(path)).status()).isEqualTo(200);
        assertThat(Http.get(carillon.http(path)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages", "/channels/c/messages", "/sse/messages?channels=c", "/ws/messages?channels=c"})
    void thePublicPathsAreNotOnTheManagementPort(String path, RunningCarillon carillon) {
        assertThat(Http.get(carillon.management(path)).status()).isEqualTo(404);
    }

    @Test
    void livenessTellsWhoAnswers(RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.management("/liveness"));

        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text())
                .contains("\"status\":\"up\"")
                .contains("\"hostname\":\"")
                .contains("\"version\":\"");
    }

    @Test
    void metricsAreWhatPrometheusReads(RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.management("/metrics"));

        assertThat(reply.header("Content-Type")).startsWith("text/plain");
        assertThat(reply.text().lines())
                .anyMatch(line -> line.startsWith("push_edge_connections{transport=\"sse\"} "))
                .anyMatch(line -> line.startsWith("push_edge_connections{transport=\"websocket\"} "))
                .anyMatch(line -> line.startsWith("# TYPE push_ingest_publications_total counter"));
    }
}
