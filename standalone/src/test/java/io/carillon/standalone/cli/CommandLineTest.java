package io.carillon.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people see who make a mistake: nothing here reaches a service. */
class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void refusesAChannelThatNoServiceTakes() {
        int exitCode = run("publish", "a,b", "hi");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "carillon: channel: has a comma at index 1 (expected: none)", "Try 'carillon publish --help'.");
    }

    @Test
    void refusesAMessageThatIsNoJson() {
        int exitCode = run("publish", "a", "--json", "{'a':1}");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("carillon: MESSAGE is not JSON: byte 1: ");
    }

    @Test
    void refusesLinesThatDoNotComeFromStandardInput() {
        int exitCode = run("publish", "a", "b", "--lines");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("carillon: --lines: MESSAGE is not - (expected: standard input)");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        int exitCode = run("subscribe", "a", "--url", "localhost:8080");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("localhost:8080 (expected: an address such as http://localhost:8080)")
                .doesNotContain("Exception");
    }

    @Test
    void suggestsTheOptionThatMayBeMeant() {
        int exitCode = run("subscribe", "a", "--idz");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--idz'").contains("--ids");
    }

    @Test
    void beginsAtOnePlaceOnly() {
        int exitCode = run("subscribe", "a", "--since", "2026-11-22T10:00:00Z", "--from-beginning");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("--since")
                .contains("--from-beginning")
                .contains("mutually exclusive");
    }

    @Test
    void beginsWithAsManyOfTheLastOnesAsCanBeAskedFor() {
        int negative = run("subscribe", "a", "--last", "-1");
        int many = run("subscribe", "a", "--last", "10000");
        int both = run("subscribe", "a", "--last", "1", "--from-beginning");

        assertThat(List.of(negative, many, both)).containsOnly(2);
        assertThat(err.toString())
                .contains("carillon: --last -1 (expected: 0 to 9999)")
                .contains("carillon: --last 10000 (expected: 0 to 9999)")
                .contains("mutually exclusive");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        int exitCode = run("publish", "a", "@not-a-file", "--url", "http://127.0.0.1:" + port);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err).hasToString("carillon: not published: nothing listens at http://127.0.0.1:" + port + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void revokesAPrincipalOrATokenAndNotBoth() {
        assertThat(run("revoke")).isEqualTo(2);
        assertThat(run("revoke", "--subject", "alice", "--token-id", "t-1")).isEqualTo(2);

        assertThat(err.toString()).contains("(--subject=NAME | --token-id=ID)").contains("mutually exclusive");
    }

    @Test
    void saysThatNobodyWasRevoked() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        int exitCode = run("revoke", "--subject", "alice", "--management", "http://127.0.0.1:" + port);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err).hasToString("carillon: not revoked: nothing listens at http://127.0.0.1:" + port + "\n");
    }

    @Test
    void helpsWithEachCommand() {
        assertThat(run("publish", "--help")).isZero();
        assertThat(run("subscribe", "--help")).isZero();
        assertThat(run("cluster", "--help")).isZero();

        assertThat(out.toString())
                .contains("carillon publish")
                .contains("carillon subscribe")
                .contains("carillon cluster", "--kill=NODE", "--discovery=WAY");
    }

    @Test
    void saysOneThingAtATimeToAClusterAndToOneThatIsThere() {
        assertThat(run("cluster", "--kill", "edge-1", "--stop", "edge-2")).isEqualTo(2);
        assertThat(run("cluster", "--status", "--data", "nowhere")).isEqualTo(1);

        assertThat(err.toString())
                .contains("mutually exclusive")
                .contains("carillon: no cluster answers at nowhere/control.sock (expected: one that was started with"
                        + " 'carillon cluster' and the same --data)");
    }

    @Test
    void refusesAWayOfDiscoveryThatThereIsNot() {
        assertThat(run("cluster", "--discovery", "rumour")).isEqualTo(2);

        assertThat(err.toString()).contains("--discovery rumour (expected: consul or static)");
    }

    private int run(String... args) {
        return CarillonCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(args);
    }
}
