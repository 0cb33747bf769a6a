package io.carillon.standalone.cli;

import io.carillon.core.channel.ChannelName;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks channel names before the service has to. */
final class Channels {

    private Channels() {}

    static void requireValid(CommandSpec spec, List<String> names) {
        for (String name : names) {
            Optional<String> problem = ChannelName.problem(name);
            if (problem.isPresent()) {
                throw new ParameterException(spec.commandLine(), problem.get());
            }
        }
    }
}
