package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.e2e.deploy.Gateway;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.program.Program;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway of the compose file, in a real nginx, in front of the cluster. */
@OnCluster
class GatewayTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void carriesPublicationsOneWayAndStreamsTheOther(Transport transport, Cluster cluster) {
        // Who has just become an owner cannot count yet.
        cluster.awaitEvenShares();
        String channel = ChannelNames.fresh("gateway");
        try (var gateway = new Gateway(cluster.plan(), folder);
                Subscriber subscriber = subscribe(gateway, transport, channel);
                var publisher = new PublishConnection(gateway.uri("/"))) {
            Receipt first = publisher.publish(channel, "1");
            Receipt _ = publisher.publish(channel, "2");

            Heard heard = subscriber.next("message");
            assertThat(heard.data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":1}");
            assertThat(heard.id()).isEqualTo(first.id());
            assertThat(subscriber.next("message").data()).endsWith("\"message\":2}");
            assertThat(first.subscribers()).isEqualTo(1);
            assertThat(subscriber.next().isHeartbeat()).isTrue();
            assertThat(Http.get(gateway.uri("/metrics")).status()).isEqualTo(404);
        }
    }

    @Test
    void neverAnswersAnEventStreamWithAnErrorOfItsOwn(Cluster cluster) {
        String channel = ChannelNames.fresh("gateway");
        try (var gateway = new Gateway(cluster.plan(), folder);
                Subscriber cut = subscribe(gateway, Transport.SSE, channel)) {
            cluster.edges().forEach(ClusterNode::kill);

            assertThat(cut.awaitEnding(Duration.ofSeconds(30))).isEqualTo(Subscriber.Ending.ABRUPT);
            assertThatThrownBy(() -> Http.get(gateway.uri("/sse/messages?channels=" + channel)))
                    .isInstanceOf(AssertionError.class);
            HttpReply history = Http.get(gateway.uri("/history/" + channel));
            assertThat(history.status()).isEqualTo(503);
            assertThat(history.text()).contains("\"code\":\"unavailable\"");
            assertThat(history.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void theImagesHealthCheckTellsWhetherAServiceIsReady(Cluster cluster) {
        ClusterNode edge = cluster.edges().getFirst();
        assertThat(healthy(edge)).isZero();

        edge.kill();
        assertThat(healthy(edge)).isNotZero();
    }

    private static int healthy(ClusterNode node) {
        ProcessCommand check = ProcessCommand.of(
                        Program.projectRoot().resolve("deploy/docker/healthy").toString())
                .with("PUSH_MANAGEMENT_PORT", String.valueOf(node.plan().port("management")));
        try (ServiceProcess process = ServiceProcess.start(check)) {
            return process.awaitExit(Duration.ofSeconds(30));
        }
    }

    private static Subscriber subscribe(Gateway gateway, Transport transport, String channel) {
        Subscriber subscriber = transport.open(Dial.to(gateway.uri(transport.path() + "?channels=" + channel)));
        assertThat(subscriber.next().isHeartbeat()).isTrue();
        return subscriber;
    }
}
