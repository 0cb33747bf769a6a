package io.carillon.standalone.cli;

import io.carillon.core.json.Json;
import io.carillon.core.json.JsonString;
import io.carillon.core.publication.Payload;
import io.carillon.standalone.client.Clients;
import io.carillon.standalone.client.IdempotencyKey;
import io.carillon.standalone.client.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carillon publish CHANNEL MESSAGE}. */
@Command(
        name = "publish",
        description = "Publishes a message, and prints its id and how many connections were subscribed.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  carillon publish news 'It rings'",
            "  carillon publish news --json '{\"price\":12.50}'",
            "  tail -f server.log | carillon publish log - --lines",
            "",
            "Exit codes: 0 published, 1 not published (or unknown), 2 not understood."
        })
final class PublishCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "Where to publish.")
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "MESSAGE",
            description = "Text, unless --json is given; - reads it from standard input. Put -- before one that begins"
                    + " with a dash.")
    private String message = "";

    @Option(names = "--json", description = "The message is a JSON value, and is published as that value.")
    private boolean json;

    @Option(
            names = "--lines",
            description =
                    "With -: each line is a message. Empty lines are skipped with --json, and published otherwise.")
    private boolean lines;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Publish once, however often this is run with the same key within the service's window.")
    private @Nullable String key;

    @Mixin
    private ServiceOption service = new ServiceOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Channels.requireValid(spec, List.of(channel));
        boolean fromInput = message.equals(STANDARD_INPUT);
        if (lines && !fromInput) {
            throw new ParameterException(spec.commandLine(), "--lines: MESSAGE is not - (expected: standard input)");
        }
        if (lines && key != null) {
            throw new ParameterException(
                    spec.commandLine(), "--idempotency-key: with --lines (expected: one message for one key)");
        }
        if (key != null && !IdempotencyKey.isValid(key)) {
            throw new ParameterException(
                    spec.commandLine(), "--idempotency-key: not taken (expected: " + IdempotencyKey.RULE + ")");
        }
        try (Clients clients = service.clients()) {
            Publisher publisher = clients.publisher();
            if (lines) {
                publishLines(publisher);
            } else if (fromInput) {
                publish(publisher, value(new Input(System.in).whole(), "standard input"));
            } else {
                publish(publisher, argument());
            }
        }
        return 0;
    }

    private void publishLines(Publisher publisher) throws IOException, InterruptedException {
        var input = new Input(System.in);
        long number = 1;
        for (Optional<byte[]> line = input.line(); line.isPresent(); line = input.line()) {
            if (!json || line.get().length > 0) {
                publish(publisher, value(line.get(), "line " + number));
            }
            number++;
        }
    }

    /** Returns the message on the command line; one that is wrong is a mistake in the command. */
    private Payload argument() {
        try {
            return value(message.getBytes(StandardCharsets.UTF_8), "MESSAGE");
        } catch (CommandFailure e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Payload value(byte[] utf8, String what) {
        if (!json) {
            return Payload.wrap(JsonString.quote(utf8));
        }
        return switch (Json.compact(utf8)) {
            case Json.Checked.Valid(Payload payload) -> payload;
            case Json.Checked.Malformed malformed ->
                throw new CommandFailure(what + " is not JSON: " + malformed.problem());
        };
    }

    private void publish(Publisher publisher, Payload value) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        switch (publisher.publish(channel, value, Optional.ofNullable(key))) {
            case Publisher.Outcome.Accepted(String id, Optional<String> subscribers) -> {
                out.println("id=" + id + " subscribers=" + subscribers.orElse("unknown"));
                out.flush();
            }
            case Publisher.Outcome.Failed(String why) -> throw new CommandFailure("not published: " + why);
        }
    }
}
