package io.carillon.e2e.system;

import io.carillon.core.json.JsonString;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.process.ServiceProcess;
import io.carillon.testkit.wait.Eventually;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A process of Carillon that is ready, and the ways to speak to it. Any thread may use it. */
public final class RunningCarillon implements AutoCloseable {

    /** How long the process may take until it is ready; far more than it needs, for busy machines. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final DevCommand command;
    private final ServiceProcess process;
    private final Optional<String> token;

    private RunningCarillon(DevCommand command, ServiceProcess process) {
        this.command = command;
        this.process = process;
        this.token = Optional.ofNullable(command.settings().get("push.auth.secret"))
                .map(secret -> Token.signedWith(secret)
                        .claim("iss", JsonString.quote(command.settings().getOrDefault("push.auth.issuer", "")))
                        .of("test")
                        .publishing("*")
                        .hearing("*")
                        .text());
    }

    /** Starts a process and waits until it is ready, and until the owner counts subscribers. */
    public static RunningCarillon start(DevCommand command) {
        ServiceProcess process = ServiceProcess.start(command.process());
        var running = new RunningCarillon(command, process);
        try {
            process.awaitPort(command.ports().management(), START_PATIENCE);
            running.awaitReadiness(200, START_PATIENCE);
            // Readiness does not wait for the edge to attach; until then, counts are null by design.
            Eventually.eventually()
                    .observing(process::output)
                    .until(
                            "a count of subscribers",
                            () -> running.post("{\"channel\":\"ready\",\"message\":true}")
                                    .text()
                                    .contains("\"subscribers\":0"));
            return running;
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** Returns the process, for signals and output. */
    public ServiceProcess process() {
        return process;
    }

    /** Returns where the broker inside the process listens. */
    public String kafka() {
        return command.kafka().orElse("127.0.0.1:" + command.ports().kafka());
    }

    /** Returns a URI at the public port. */
    public URI http(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + command.ports().http() + pathAndQuery);
    }

    /** Returns a URI at the management port. */
    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + command.ports().management() + path);
    }

    /** Waits until readiness is answered with this status. */
    public void awaitReadiness(int status, Duration patience) {
        Eventually.within(patience)
                .observing(() -> String.join("\n  ", process.output()))
                .until("readiness " + status, () -> readiness() == status);
    }

    /** Returns the status of readiness now, 0 if nobody answers. */
    public int readiness() {
        try {
            return Http.get(management("/readiness")).status();
        } catch (RuntimeException | AssertionError _) {
            return 0;
        }
    }

    /** Returns the figures as they are now. */
    public Figures figures() {
        return Figures.of(Http.get(management("/metrics")).text());
    }

    /** Publishes, and expects that it is accepted. */
    public Receipt publish(String channel, String json) {
        return Receipt.of(post("{\"channel\":\"" + channel + "\",\"message\":" + json + "}"));
    }

    /** Posts JSON to {@code /messages}, as somebody who may do everything. */
    public HttpReply post(String json) {
        return Http.post(allowed(Dial.to(http("/messages"))), "application/json", json);
    }

    /** Returns a dial that shows a token for all channels, where tokens are asked for. */
    private Dial allowed(Dial dial) {
        return token.map(text -> dial.header("Authorization", "Bearer " + text)).orElse(dial);
    }

    /**
     * Returns how to subscribe to channels, whose names are encoded as they need to be, as somebody who may hear everything.
     */
    public Dial dial(Transport transport, String... channels) {
        return allowed(strangersDial(transport, channels));
    }

    /** Returns how to subscribe to channels as somebody who has nothing to show. */
    public Dial strangersDial(Transport transport, String... channels) {
        String list = Arrays.stream(channels).map(RunningCarillon::encode).collect(Collectors.joining(","));
        return Dial.to(http(transport.path() + "?channels=" + list));
    }

    /** Subscribes, and waits for the first heartbeat. */
    public Subscriber subscribe(Transport transport, String... channels) {
        return subscribe(transport, dial(transport, channels));
    }

    /** Subscribes, and waits for nothing but the answer's head. */
    public Subscriber open(Transport transport, Dial dial) {
        return transport.open(dial);
    }

    /** Subscribes, and waits for the first heartbeat. */
    public Subscriber subscribe(Transport transport, Dial dial) {
        Subscriber subscriber = open(transport, dial);
        try {
            Heard first = subscriber.next();
            if (!first.isHeartbeat()) {
                throw new AssertionError("first event: " + first + " (expected: a heartbeat)");
            }
            return subscriber;
        } catch (AssertionError e) {
            subscriber.close();
            throw e;
        }
    }

    /** Stops the process as an operator would, and returns its exit code. */
    public int stop() {
        process.terminate();
        return process.awaitExit(STOP_PATIENCE);
    }

    /** Ends the process, gently if it still can. */
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
        } finally {
            process.close();
        }
    }

    private static String encode(String channel) {
        return URLEncoder.encode(channel, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
