package io.carillon.standalone;

import io.carillon.standalone.cli.CarillonCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Entry of the process that the launcher starts. */
public final class Main {

    private Main() {}

    /** Runs the command line, and exits with its code. */
    public static void main(String[] args) {
        // In UTF-8 whatever the locale says: what is printed are messages of others, as they were published.
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = CarillonCommand.commandLine(out, err).execute(args);
        out.flush();
        System.exit(exitCode);
    }
}
