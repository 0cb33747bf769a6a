package io.carillon.standalone.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks processes how they are, at their management ports. Safe for use by many threads. */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    boolean isReady(NodePlan node) {
        return get(node, "/readiness").map(answer -> answer.statusCode() == 200).orElse(false);
    }

    /** Returns the page of a fanout node about the cluster, or empty if it does not answer. */
    Optional<ClusterPage> cluster(NodePlan node) {
        return get(node, "/cluster")
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> ClusterPage.parse(answer.body()));
    }

    private Optional<HttpResponse<String>> get(NodePlan node, String path) {
        URI uri = URI.create("http://127.0.0.1:" + node.port("management") + path);
        try {
            return Optional.of(client.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
