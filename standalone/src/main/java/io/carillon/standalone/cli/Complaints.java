package io.carillon.standalone.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line, not in a stack trace. */
final class Complaints {

    private static final String LOG_LEVEL = "PUSH_LOG_LEVEL";

    private Complaints() {}

    /** Says what is wrong with the arguments. */
    static int misunderstood(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName(" ");
        err.println("carillon: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + name + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Says why a command failed; with the log level at debug or trace, also where. */
    static int failed(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        String message = failure.getMessage();
        boolean expected = failure instanceof CommandFailure;
        err.println("carillon: " + (expected && message != null ? message : failure.toString()));
        String level = System.getenv().getOrDefault(LOG_LEVEL, "");
        if (level.equalsIgnoreCase("debug") || level.equalsIgnoreCase("trace")) {
            failure.printStackTrace(err);
        } else if (!expected) {
            err.println("This is a fault in Carillon; " + LOG_LEVEL + "=debug shows where.");
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
