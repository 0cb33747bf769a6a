package io.carillon.testkit.consul;

import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.program.Program;
import io.carillon.testkit.wait.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Consul agent that is its own server and keeps everything in memory: started again, it has forgotten everything. On the
 * loopback interface, and on the same ports throughout.
 */
public final class ConsulAgent implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ports ports = Ports.free();
    private final List<String> options;
    private ServiceProcess process;

    private record Ports(int http, int https, int server, int lan, int wan) {

        static Ports free() {
            List<Integer> free = FreePorts.some(5);
            return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4));
        }
    }

    private ConsulAgent(List<String> options) {
        this.options = List.copyOf(options);
        this.process = launch();
    }

    /** Starts an agent that lets everybody do everything, and waits until it answers. */
    public static ConsulAgent start() {
        return new ConsulAgent(List.of());
    }

    /**
     * Starts an agent with more configuration, in its own language.
     *
     * @param hcl the configuration
     */
    public static ConsulAgent start(String hcl) {
        return new ConsulAgent(List.of("-hcl", hcl));
    }

    /** Returns where it serves HTTP. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + ports.http());
    }

    /** Returns where it serves HTTPS, if it was given certificates. */
    public URI secureUrl() {
        return URI.create("https://localhost:" + ports.https());
    }

    /** Returns the JSON that it answers on a path, as anybody may see it. */
    public String ask(String path) {
        return ask(path, "");
    }

    /** Returns the JSON that it answers on a path to the holder of a token. */
    public String ask(String path, String token) {
        Dial dial = Dial.to(url().resolve(path));
        return Http.get(token.isEmpty() ? dial : dial.header("X-Consul-Token", token))
                .text();
    }

    /** Kills it as a crash would, with everything that it knows. */
    public void kill() {
        process.kill();
        int _ = process.awaitExit(PATIENCE);
    }

    /** Starts it again, knowing nothing, and waits until it answers. */
    public void startAgain() {
        process = launch();
    }

    @Override
    public void close() {
        process.close();
    }

    private ServiceProcess launch() {
        List<String> arguments = new ArrayList<>(List.of(
                Program.find("consul").toString(),
                "agent",
                "-dev",
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-node=test",
                "-dns-port=-1",
                "-grpc-port=-1",
                "-http-port=" + ports.http(),
                "-https-port=" + ports.https(),
                "-server-port=" + ports.server(),
                "-serf-lan-port=" + ports.lan(),
                "-serf-wan-port=" + ports.wan()));
        arguments.addAll(options);
        ServiceProcess launched = ServiceProcess.start(new ProcessCommand(arguments, Map.of(), null));
        try {
            launched.awaitPort(ports.http(), PATIENCE);
            Eventually.within(PATIENCE)
                    .observing(() -> String.join("\n  ", launched.output()))
                    .until("a leader", () -> ask("/v1/status/leader").contains(":"));
            return launched;
        } catch (AssertionError e) {
            launched.close();
            throw e;
        }
    }
}
