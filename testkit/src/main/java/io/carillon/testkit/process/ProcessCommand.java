package io.carillon.testkit.process;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to start a process.
 *
 * @param arguments the program and its arguments
 * @param environment what is added to the environment of the tests, or replaced in it
 * @param workingDirectory where it starts, null for where the tests run
 */
public record ProcessCommand(
        List<String> arguments,
        Map<String, String> environment,
        @Nullable Path workingDirectory) {

    public ProcessCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Returns the command that runs a program in the environment and directory of the tests. */
    public static ProcessCommand of(String... arguments) {
        return new ProcessCommand(List.of(arguments), Map.of(), null);
    }

    /** Returns this command with a variable of the environment. */
    public ProcessCommand with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new ProcessCommand(arguments, more, workingDirectory);
    }

    /** Returns this command, started in a directory. */
    public ProcessCommand in(Path directory) {
        return new ProcessCommand(arguments, environment, directory);
    }

    ProcessBuilder builder() {
        var builder = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        Optional.ofNullable(workingDirectory).map(Path::toFile).ifPresent(builder::directory);
        return builder;
    }
}
