package io.carillon.standalone.cli;

import io.carillon.standalone.client.Clients;
import io.carillon.standalone.client.Revoker;
import io.carillon.standalone.client.ServiceUrl;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code carillon revoke}. */
@Command(
        name = "revoke",
        description =
                "Ends the streams of a principal, or of one token, at every edge within seconds, and lets what was"
                        + " made until now in no more. Survives restarts.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  export CARILLON_TOKEN=$(carillon token --subject operator --operate)",
            "  carillon revoke --subject alice",
            "  carillon revoke --token-id 6f1c9c1e --management http://ingest-1:8000",
            "",
            "Exit codes: 0 revoked, 1 not revoked (or unknown; it does no harm to try again), 2 not understood."
        })
final class RevokeCommand implements Callable<Integer> {

    /** Who it is about. */
    private static final class Whom {

        @Option(names = "--subject", paramLabel = "NAME", description = "All tokens of a principal, by their sub.")
        private @Nullable String subject;

        @Option(names = "--token-id", paramLabel = "ID", description = "One token, by its jti.")
        private @Nullable String tokenId;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(
            names = "--management",
            paramLabel = "URL",
            defaultValue = "${env:CARILLON_MANAGEMENT_URL:-http://localhost:8000}",
            converter = ServiceOption.Converter.class,
            description = {
                "The management port of any ingest. Default:",
                "$CARILLON_MANAGEMENT_URL, or http://localhost:8000"
            })
    private ServiceUrl management = ServiceUrl.parse("http://localhost:8000");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:CARILLON_TOKEN:-}",
            description = "Shows that you may operate. Default: $CARILLON_TOKEN, which others cannot see in the list of"
                    + " processes")
    private String token = "";

    @Override
    public Integer call() throws InterruptedException {
        String subject = whom.subject;
        Revoker.Kind kind = subject == null ? Revoker.Kind.TOKEN : Revoker.Kind.SUBJECT;
        String name = subject == null ? String.valueOf(whom.tokenId) : subject;
        try (var clients = new Clients(management, Optional.of(token.strip()).filter(text -> !text.isEmpty()))) {
            Optional<String> failure = clients.revoker().revoke(kind, name);
            if (failure.isPresent()) {
                throw new CommandFailure("not revoked: " + failure.get());
            }
        }
        spec.commandLine().getOut().println("revoked");
        return 0;
    }
}
