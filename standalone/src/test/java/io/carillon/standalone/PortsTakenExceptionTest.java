package io.carillon.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.runtime.config.ConfigSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTakenExceptionTest {

    private static final Map<String, String> ANY_PORTS =
            Map.of(Keys.HTTP_PORT, "0", Keys.MANAGEMENT_PORT, "0", Keys.MESH_PORT, "0", Keys.KAFKA_PORT, "0");

    @Test
    void namesEveryPortThatIsTakenAndWhatForAndHowToChooseAnother() throws IOException {
        try (var http = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var mesh = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var config = StandaloneConfig.from(ConfigSources.none()
                    .with(ANY_PORTS)
                    .with(Keys.HTTP_PORT, Integer.toString(http.getLocalPort()))
                    .with(Keys.MESH_PORT, Integer.toString(mesh.getLocalPort())));

            assertThatThrownBy(() -> PortsTakenException.unlessFree(config))
                    .isInstanceOf(PortsTakenException.class)
                    .hasMessageMatching("port " + http.getLocalPort()
                            + " on 127\\.0\\.0\\.1 is not free for publishing and subscribing: .*"
                            + " \\(choose another with --port\\)\n"
                            + "port " + mesh.getLocalPort()
                            + " on 127\\.0\\.0\\.1 is not free for the services among themselves: .*"
                            + " \\(choose another with --mesh-port\\)");
        }
    }

    @Test
    void saysNothingWhenAllPortsAreFree() {
        var config = StandaloneConfig.from(ConfigSources.none().with(ANY_PORTS));

        assertThatCode(() -> PortsTakenException.unlessFree(config)).doesNotThrowAnyException();
    }
}
