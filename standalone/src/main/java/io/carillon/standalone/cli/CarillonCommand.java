package io.carillon.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command that all others are part of. */
@Command(
        name = "carillon",
        description = "Real-time push: published once over REST, heard in order over SSE and WebSocket.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            ClusterCommand.class,
            PublishCommand.class,
            SubscribeCommand.class,
            CertsCommand.class,
            TokenCommand.class,
            RevokeCommand.class
        })
public final class CarillonCommand {

    private CarillonCommand() {}

    /** Returns the command line, which writes data to {@code out} and everything else to {@code err}. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new CarillonCommand())
                .setOut(out)
                .setErr(err)
                // A message that begins with @ is a message, not a file of arguments.
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Complaints::misunderstood)
                .setExecutionExceptionHandler(Complaints::failed);
    }
}
