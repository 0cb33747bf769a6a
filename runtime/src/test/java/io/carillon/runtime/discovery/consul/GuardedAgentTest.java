package io.carillon.runtime.discovery.consul;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.consul.ConsulAgent;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.program.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent that lets in only who has a token, and speaks TLS. */
class GuardedAgentTest {

    /** Made up by this test for an agent that lives as long as it. */
    private static final String TOKEN = "00000000-0000-0000-0000-000000000001";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void letsInWhoHasATokenOverTlsAndNobodyElse() {
        makeCertificates();
        try (ConsulAgent agent = ConsulAgent.start(configuration());
                Member stranger = member(agent, Optional.empty()).named("edge", "stranger");
                Member guest = member(agent, Optional.of(TOKEN)).named("edge", "guest")) {
            stranger.register();
            guest.register();

            eventually().until("the guest", () -> guest.figure("push_discovery_registered") == 1);
            eventually()
                    .until("that the stranger is refused", () -> stranger.figure("push_discovery_failures_total") > 1);
            assertThat(agent.ask("/v1/agent/services", TOKEN))
                    .contains("carillon-edge-guest")
                    .doesNotContain("carillon-edge-stranger");
        }
    }

    private Member member(ConsulAgent agent, Optional<String> token) {
        return Member.with(
                agent.secureUrl(),
                "carillon",
                token,
                new ConsulConfig.TlsFiles(
                        Optional.of(folder.resolve("consul-agent-ca.pem")), Optional.empty(), Optional.empty()));
    }

    private String configuration() {
        return """
                acl { enabled = true, default_policy = "deny", tokens { master = "%s" } }
                ca_file = "%s"
                cert_file = "%s"
                key_file = "%s"
                """.formatted(
                        TOKEN,
                        folder.resolve("consul-agent-ca.pem"),
                        folder.resolve("dc1-server-consul-0.pem"),
                        folder.resolve("dc1-server-consul-0-key.pem"));
    }

    private void makeCertificates() {
        consul("tls", "ca", "create");
        consul("tls", "cert", "create", "-server");
    }

    private void consul(String first, String second, String... rest) {
        String[] arguments = new String[rest.length + 3];
        arguments[0] = Program.find("consul").toString();
        arguments[1] = first;
        arguments[2] = second;
        System.arraycopy(rest, 0, arguments, 3, rest.length);
        try (ServiceProcess process =
                ServiceProcess.start(ProcessCommand.of(arguments).in(folder))) {
            assertThat(process.awaitExit(PATIENCE))
                    .as(String.join("\n", process.output()))
                    .isZero();
        }
    }
}
