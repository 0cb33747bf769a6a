package io.carillon.standalone.cli;

import io.carillon.core.position.ChannelPlace.LastBefore;
import io.carillon.standalone.client.Clients;
import io.carillon.standalone.client.EventStream;
import io.carillon.standalone.client.Subscriber;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code carillon subscribe CHANNEL...}. */
@Command(
        name = "subscribe",
        description = "Prints messages as they are published, a line each: the channel, a tab, and the message as JSON."
                + " Connects anew by itself until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  carillon subscribe news",
            "  carillon subscribe news sport --ws --ids",
            "  carillon subscribe news --from-beginning",
            "  carillon subscribe news --last 10",
            "  carillon subscribe news --since 2026-11-22T10:00:00Z",
            "",
            "Exit codes: 1 refused by the service, 2 not understood, 130 ended by Ctrl-C."
        })
final class SubscribeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "CHANNEL", description = "What to hear.")
    private List<String> channels = new ArrayList<>();

    @Option(names = "--ws", description = "Over WebSocket instead of Server-Sent Events.")
    private boolean ws;

    @ArgGroup(multiplicity = "0..1")
    private Beginning beginning = new Beginning();

    /** Where to begin, if not now. */
    private static final class Beginning {

        @Option(
                names = "--since",
                paramLabel = "PLACE",
                description = "Begin behind the message with this id, or at this time (2026-11-22T10:00:00Z).")
        private @Nullable String since;

        @Option(
                names = "--last",
                paramLabel = "N",
                description = "Begin with the last N messages of each channel, at most " + LastBefore.MAX_COUNT + ".")
        private @Nullable Integer last;

        @Option(names = "--from-beginning", description = "Begin with the oldest message that is kept.")
        private boolean fromBeginning;

        Optional<String> place() {
            if (last != null) {
                return Optional.of("last:" + last);
            }
            return fromBeginning ? Optional.of("earliest") : Optional.ofNullable(since);
        }

        void requireValid(CommandSpec spec) {
            if (last != null && (last < 0 || last > LastBefore.MAX_COUNT)) {
                throw new ParameterException(
                        spec.commandLine(), "--last " + last + " (expected: 0 to " + LastBefore.MAX_COUNT + ")");
            }
        }
    }

    @Option(names = "--ids", description = "Print each message's id, and a tab, before it.")
    private boolean ids;

    @Option(names = "--raw", description = "Print the message alone; text without quotes and escapes.")
    private boolean raw;

    @Mixin
    private ServiceOption service = new ServiceOption();

    @Override
    public Integer call() throws InterruptedException {
        Channels.requireValid(spec, channels);
        beginning.requireValid(spec);
        try (Clients clients = service.clients()) {
            EventStream.Transport transport = ws ? clients.ws() : clients.sse();
            var subscriber = new Subscriber(
                    transport, channels, beginning.place(), new Printer(), Thread::sleep, ThreadLocalRandom.current());
            Optional<String> refusal = subscriber.listen();
            if (refusal.isPresent()) {
                throw new CommandFailure(refusal.get());
            }
        }
        return 0;
    }

    /** Prints messages to standard output, and notes to standard error. */
    private final class Printer implements Subscriber.Audience {

        private final MessageLine line = new MessageLine(ids, raw);
        private final PrintWriter out = spec.commandLine().getOut();
        private final PrintWriter err = spec.commandLine().getErr();

        @Override
        public boolean message(String id, String channel, String json) {
            out.println(line.of(id, channel, json));
            // Flushes too. There is an error when who reads our output has gone.
            return !out.checkError();
        }

        @Override
        public void note(String text) {
            err.println("carillon: " + text);
        }
    }
}
