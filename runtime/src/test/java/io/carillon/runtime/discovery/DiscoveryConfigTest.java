package io.carillon.runtime.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DiscoveryConfigTest {

    @Test
    void isAListUnlessConsulIsAskedFor() {
        DiscoveryConfig config = read(Map.of("push.mesh.peers", "one:9090,two:9090"));

        assertThat(config.consul()).isEmpty();
        assertThat(config.meshPeers()).containsExactly("one:9090", "two:9090");
        assertThat(config.founders()).isEmpty();
    }

    @Test
    void readsTheFirstVotersWithTheirIds() {
        DiscoveryConfig config = read(Map.of("push.raft.peers", "a@one:9091, b@two:9091, c@three:9091"));

        assertThat(config.founders())
                .containsExactly(
                        new NodeAddress("a", "one:9091"),
                        new NodeAddress("b", "two:9091"),
                        new NodeAddress("c", "three:9091"));
    }

    @Test
    void refusesAnEvenNumberOfVotersSinceItBearsNoMoreFailuresThanOneLess() {
        assertThatThrownBy(() -> read(Map.of("push.raft.peers", "a@one:9091,b@two:9091")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("push.raft.peers")
                .hasMessageContaining("1, 3 or 5 nodes");
    }

    @Test
    void refusesAnAgentWithoutPort() {
        assertThatThrownBy(() -> read(Map.of("push.consul.url", "http://consul")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http://HOST:PORT or https://HOST:PORT");
    }

    @Test
    void refusesToBeForgottenSoonerThanConsulWould() {
        assertThatThrownBy(() -> read(Map.of("push.consul.deregister.after.duration", "59s")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a duration from 1m");
    }

    @Test
    void refusesToLetAgentsAskAMeshThatAsksThemForACertificate() {
        DiscoveryConfig open = read(Map.of("push.discovery", "consul", "push.consul.check", "grpc"));
        assertThat(open.consul()).isPresent();

        assertThatThrownBy(() -> read(Map.of("push.consul.check", "grpc", "push.mesh.tls.key", "mesh.key")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("push.consul.check")
                .hasMessageContaining("http or ttl where the mesh is mutual TLS");
    }

    private static DiscoveryConfig read(Map<String, String> values) {
        var settings =
                Settings.load(ConfigSources.of(Map.of(), new Properties()).with(values));
        DiscoveryConfig config = DiscoveryConfig.from(settings, "here");
        settings.check();
        return config;
    }
}
