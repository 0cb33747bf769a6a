package io.carillon.standalone.cli;

import io.carillon.runtime.auth.TokenMaker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code carillon token}. */
@Command(
        name = "token",
        description =
                "Makes a token for development, signed with the secret that the services have as push.auth.secret,"
                        + " and prints it.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  export PUSH_AUTH_SECRET=$(openssl rand -hex 32)",
            "  PUSH_AUTH_MODE=jwt carillon dev",
            "  export CARILLON_TOKEN=$(carillon token --publish 'news.*' --subscribe '*')",
            "  carillon publish news.local 'It rings'",
            "",
            "Exit codes: 0 made, 2 not understood."
        })
final class TokenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            defaultValue = "${env:PUSH_AUTH_SECRET:-}",
            description =
                    "At least 32 bytes. Default: $PUSH_AUTH_SECRET, which others cannot see in the list of processes")
    private String secret = "";

    @Option(names = "--subject", paramLabel = "NAME", defaultValue = "developer", description = "Who it is.")
    private String subject = "developer";

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = "carillon",
            description = "As push.auth.audience.")
    private String audience = "carillon";

    @Option(
            names = "--publish",
            paramLabel = "CHANNEL",
            split = ",",
            description = "May publish there; * is a wildcard.")
    private List<String> publish = List.of();

    @Option(names = "--subscribe", paramLabel = "CHANNEL", split = ",", description = "May hear that; * is a wildcard.")
    private List<String> subscribe = List.of();

    @Option(names = "--operate", description = "May command the service on its management port.")
    private boolean operate;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long it is valid. Default: ${DEFAULT-VALUE}")
    private int minutes = 60;

    @Override
    public Integer call() {
        if (minutes < 1) {
            throw new ParameterException(spec.commandLine(), "--minutes: " + minutes + " (expected: at least 1)");
        }
        try {
            String token = new TokenMaker(secret)
                    .make(
                            subject,
                            audience,
                            publish,
                            subscribe,
                            operate,
                            InstantSource.system().instant(),
                            Duration.ofMinutes(minutes));
            spec.commandLine().getOut().println(token);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
