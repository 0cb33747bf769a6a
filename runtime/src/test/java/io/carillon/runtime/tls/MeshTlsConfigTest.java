package io.carillon.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MeshTlsConfigTest {

    @Test
    void isNotWithoutTlsUnlessThatIsSaid() {
        var settings = settings(Map.of());

        MeshTlsConfig.from(settings);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(settings::check)
                .withMessageContaining("push.mesh.tls.key")
                .withMessageContaining("only with push.mesh.insecure=true");
    }

    @Test
    void isWithoutTlsWhenThatIsSaid() {
        var settings = settings(Map.of("PUSH_MESH_INSECURE", "true"));

        assertThat(MeshTlsConfig.from(settings)).isEmpty();

        assertThatNoException().isThrownBy(settings::check);
    }

    @Test
    void isNotBothWithFilesAndInsecure() {
        var settings = settings(Map.of(
                "PUSH_MESH_INSECURE", "true",
                "PUSH_MESH_TLS_KEY", "k",
                "PUSH_MESH_TLS_CERTIFICATE", "c",
                "PUSH_MESH_TLS_AUTHORITIES", "a"));

        MeshTlsConfig.from(settings);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(settings::check)
                .withMessageContaining("push.mesh.insecure")
                .withMessageContaining("false while there are files for TLS");
    }

    @Test
    void namesTheFileThatIsMissing() {
        var settings = settings(Map.of("PUSH_MESH_TLS_KEY", "k", "PUSH_MESH_TLS_AUTHORITIES", "a"));

        MeshTlsConfig.from(settings);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(settings::check)
                .withMessageContaining("push.mesh.tls.certificate")
                .withMessageNotContaining("push.mesh.tls.key ");
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.load(ConfigSources.of(environment, new Properties()));
    }
}
