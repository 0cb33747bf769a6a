package io.carillon.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.runtime.lifecycle.PortUnavailableException;
import io.carillon.runtime.observe.Health.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {

    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final AtomicReference<Verdict> log = new AtomicReference<>(Verdict.good());
    private final ManagementServer server = new ManagementServer(
                    new ManagementConfig("127.0.0.1", 0), new Identity("edge-1", "1.2.3"), health, metrics)
            .page("/cluster", () -> Map.of("members", List.of(Map.of("id", "fanout-1", "voter", true, "term", 7L))))
            .service(rules ->
                    rules.post("/drain", (_, response) -> response.status(202).send()));
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        health.add(Kind.READY, "log", log::get);
        health.tellOnLiveness("leader", () -> true);
        health.tellOnReadiness("members", () -> List.of("fanout-1", "fanout-2"));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
        metrics.close();
        client.close();
    }

    @Test
    void tellsWhichProcessIsAliveWithWhatTheServiceAdds() throws Exception {
        HttpResponse<String> answer = get("/liveness");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"up\",\"hostname\":\"edge-1\",\"version\":\"1.2.3\",\"leader\":true}");
    }

    @Test
    void isDownWhenAProcessCannotRecover() throws Exception {
        health.add(Kind.LIVE, "reactor", () -> Verdict.bad("reactor 2 has died"));

        HttpResponse<String> answer = get("/liveness");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"status\":\"down\",");
    }

    @Test
    void isNotReadyBeforeTheStartHasEnded() throws Exception {
        assertThat(get("/readiness").statusCode()).isEqualTo(503);
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/observe/health/started").statusCode()).isEqualTo(503);
        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void isReadyWhenAllChecksAreGood() throws Exception {
        health.started();
        log.set(Verdict.good().with("lagMillis", 12));

        HttpResponse<String> answer = get("/readiness");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"ready\",\"checks\":[{\"name\":\"process\",\"status\":\"UP\"},"
                        + "{\"name\":\"log\",\"status\":\"UP\",\"data\":{\"lagMillis\":12}}],"
                        + "\"members\":[\"fanout-1\",\"fanout-2\"]}");
    }

    @Test
    void tellsWhichCheckIsBadAndWhy() throws Exception {
        health.started();
        log.set(Verdict.bad("no acknowledgement for 2 s"));

        HttpResponse<String> answer = get("/readiness");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"not ready\",\"checks\":[{\"name\":\"process\",\"status\":\"UP\"},"
                        + "{\"name\":\"log\",\"status\":\"DOWN\",\"data\":{\"reason\":\"no acknowledgement for 2 s\"}}],"
                        + "\"members\":[\"fanout-1\",\"fanout-2\"]}");
    }

    @Test
    void showsTheSameChecksInTheShapeOfMicroProfile() throws Exception {
        health.started();

        assertThat(get("/observe/health/ready").body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":["
                        + "{\"name\":\"process\",\"status\":\"UP\"},{\"name\":\"log\",\"status\":\"UP\"}]}");
        assertThat(get("/observe/health/started").body())
                .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"process\",\"status\":\"UP\"}]}");
        assertThat(get("/observe/health/live").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        assertThat(get("/observe/health").statusCode()).isEqualTo(200);
    }

    @Test
    void becomesUnreadyWhileItDrains() throws Exception {
        health.started();
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);

        health.draining();

        HttpResponse<String> answer = get("/observe/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"status\":\"DOWN\"").contains("the process is draining");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/observe/metrics"})
    void showsMetersInTheTextFormatOfPrometheus(String path) throws Exception {
        metrics.counter("push_publish_requests_total", "Publish requests.").increment();

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).contains("push_publish_requests_total 1.0\n", "jvm_memory_used_bytes");
    }

    @Test
    void servesThePagesAndTheRoutesThatAServiceAdds() throws Exception {
        assertThat(get("/cluster").body())
                .contains("\"id\":\"fanout-1\"", "\"voter\":true", "\"term\":7")
                .startsWith("{\"members\":[{");
        assertThat(send("POST", "/drain").statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/observe", "/cluster/x", "/clusterx", "/liveness/"})
    void answersAnUnknownPathWithAProblem(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"There is nothing at this path\",\"status\":404,"
                        + "\"code\":\"not-found\",\"error\":\"There is nothing at this path\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /liveness, 'GET, HEAD'",
        "DELETE, /cluster, 'GET, HEAD'",
        "PUT, /observe/metrics, 'GET, HEAD'",
        "POST, /observe/health/ready, GET"
    })
    void answersAWrongMethodWithTheRightOnes(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = send(method, path);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue(allowed);
        assertThat(answer.body()).contains("\"code\":\"method-not-allowed\"");
    }

    @Test
    void answersHeadWithoutABodySoThatTheConnectionStaysUsable() throws Exception {
        HttpResponse<String> head = send("HEAD", "/liveness");
        HttpResponse<String> next = get("/liveness");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length"))
                .hasValue(next.body().length());
        assertThat(next.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAPortThatIsTakenAndSaysWhichSettingChangesIt() {
        var second = new ManagementServer(
                new ManagementConfig("127.0.0.1", server.port()), new Identity("edge-2", "dev"), health, metrics);

        assertThatThrownBy(second::start)
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("port " + server.port() + " on 127.0.0.1 is not free for management")
                .hasMessageContaining("push.management.port");
    }

    @Test
    void givesItsPortBackWhenItIsClosed() {
        int port = server.port();
        server.close();
        var successor = new ManagementServer(
                new ManagementConfig("127.0.0.1", port), new Identity("edge-2", "dev"), health, metrics);

        successor.start();

        assertThat(successor.port()).isEqualTo(port);
        successor.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
