package io.carillon.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandaloneConfigTest {

    @Test
    void listensOnTheLoopbackInterfaceUnlessToldOtherwise() {
        var config = StandaloneConfig.from(ConfigSources.none());

        assertThat(config.http().address()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.management().address()).isEqualTo("127.0.0.1");
        assertThat(config.management().port()).isEqualTo(8000);
        assertThat(config.fanout().mesh().getHostString()).isEqualTo("127.0.0.1");
        assertThat(config.fanout().mesh().getPort()).isEqualTo(9090);
        assertThat(config.fanout().advertisedHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void hasABrokerInsideThatAllServicesUse() {
        var config = StandaloneConfig.from(ConfigSources.none().with(Keys.KAFKA_PORT, "19092"));

        assertThat(config.broker()).contains(new BrokerConfig(Path.of("data").toAbsolutePath(), 19092, 19093));
        assertThat(config.fanout().kafka()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:19092"));
        assertThat(config.ingest().kafka()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:19092"));
        assertThat(config.fanout().topic().partitions()).isEqualTo(16);
    }

    @Test
    void hasNoBrokerInsideWhenAnotherIsNamed() {
        var config = StandaloneConfig.from(ConfigSources.none().with(Keys.BOOTSTRAP, "kafka:9092"));

        assertThat(config.broker()).isEqualTo(Optional.empty());
        assertThat(config.fanout().kafka()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
        assertThat(config.ingest().kafka()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
    }

    @Test
    void tellsIngestAndEdgeWhereTheFanoutIs() {
        var config = StandaloneConfig.from(ConfigSources.none().with(Keys.MESH_PORT, "19090"));

        assertThat(config.discovery().meshPeers()).isEqualTo(List.of("127.0.0.1:19090"));
    }

    @Test
    void choosesFreePortsForThoseThatHaveToBeKnownInAdvance() {
        var config =
                StandaloneConfig.from(ConfigSources.none().with(Map.of(Keys.MESH_PORT, "0", Keys.KAFKA_PORT, "0")));

        int meshPort = config.fanout().mesh().getPort();
        assertThat(meshPort).isPositive();
        assertThat(config.discovery().meshPeers()).isEqualTo(List.of("127.0.0.1:" + meshPort));
        assertThat(config.broker()).hasValueSatisfying(broker -> {
            assertThat(broker.port()).isPositive();
            assertThat(broker.controllerPort()).isPositive().isNotEqualTo(broker.port());
        });
    }

    @Test
    void letsWhatSomebodyHasSetPrevail() {
        var environment = Map.of("PUSH_MANAGEMENT_ADDRESS", "0.0.0.0", "PUSH_LOG_PARTITIONS", "3");

        var config = StandaloneConfig.from(new ConfigSources(environment, Map.of(), Map.of()));

        assertThat(config.management().address()).isEqualTo("0.0.0.0");
        assertThat(config.fanout().topic().partitions()).isEqualTo(3);
    }

    @Test
    void tellsTheMistakesOfAllServicesAtOnce() {
        var sources = ConfigSources.none()
                .with(Map.of(
                        Keys.HTTP_PORT,
                        "99999",
                        Keys.KAFKA_PORT,
                        "65535",
                        Keys.PARTITIONS,
                        "none",
                        "push.heartbeat.interval.duration",
                        "often",
                        "push.publish.timeout.duration",
                        "-1",
                        "push.heartbeat.intervall.duration",
                        "3s"));

        assertThatThrownBy(() -> StandaloneConfig.from(sources))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("the configuration has 6 mistakes:")
                .hasMessageContaining("push.http.port: 99999, from command line (expected: a port from 0 to 65535)")
                .hasMessageContaining("push.standalone.kafka.port: 65535, from command line"
                        + " (expected: at most 65534, since the controller has the next port)")
                .hasMessageContaining("push.log.partitions: none, from command line")
                .hasMessageContaining("did you mean push.heartbeat.interval.duration?");
    }
}
