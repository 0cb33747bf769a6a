package io.carillon.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.fanout.delivery.DeliverySettings;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.rpc.LinkSettings;
import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FanoutConfigTest {

    @Test
    void hasADefaultForEverything() {
        FanoutConfig config = read(Map.of());

        assertThat(config.nodeId()).isEqualTo("node-1");
        assertThat(config.mesh().getPort()).isEqualTo(9090);
        assertThat(config.advertisedHost()).isEqualTo("host-1");
        assertThat(config.kafka()).containsExactly(Map.entry("bootstrap.servers", "localhost:9092"));
        assertThat(config.topic()).isEqualTo(new TopicPlan("push.messages", 64, 1, 1, true));
        assertThat(config.delivery()).isEqualTo(DeliverySettings.defaults());
        assertThat(config.links()).isEqualTo(LinkSettings.DEFAULT);
    }

    @Test
    void takesWhatIsSet() {
        FanoutConfig config = read(Map.of(
                "push.mesh.port", "19090",
                "push.mesh.advertised.host", "fanout-1.example",
                "push.kafka.bootstrap.servers", "kafka:9092",
                "push.kafka.security.protocol", "SSL",
                "push.log.partitions", "8",
                "push.fanout.expected.edges", "3",
                "push.fanout.settle.duration", "0s"));

        assertThat(config.mesh().getPort()).isEqualTo(19_090);
        assertThat(config.advertisedHost()).isEqualTo("fanout-1.example");
        assertThat(config.kafka())
                .containsOnly(Map.entry("bootstrap.servers", "kafka:9092"), Map.entry("security.protocol", "SSL"));
        assertThat(config.topic().partitions()).isEqualTo(8);
        assertThat(config.delivery().expectedEdges()).isEqualTo(3);
        assertThat(config.delivery().settle()).isEqualTo(Duration.ZERO);
    }

    @Test
    void reportsCombinationsThatMakeNoSense() {
        assertThatThrownBy(() -> read(Map.of(
                        "push.log.min.insync.replicas", "2",
                        "push.link.heartbeat.duration", "5s")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at most push.log.replication.factor")
                .hasMessageContaining("less than push.link.silence.duration");
    }

    private static FanoutConfig read(Map<String, String> flags) {
        var settings = Settings.load(ConfigSources.none().with(flags));
        FanoutConfig config = FanoutConfig.from(settings, "node-1", "host-1");
        settings.check();
        return config;
    }
}
