package io.carillon.bench.run;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code carillon bench}: one sub-command for each scenario. */
@Command(
        name = "carillon bench",
        mixinStandardHelpOptions = true,
        description = "Measures Carillon as a whole process, from outside, on this machine.",
        subcommands = {
            FanoutScenario.class,
            IdleScenario.class,
            ChannelsScenario.class,
            NeighbourScenario.class,
            SpreadScenario.class,
            LifetimesScenario.class,
            StormScenario.class,
            OwnersScenario.class,
            EdgesScenario.class,
            CrowdCommand.class,
            TlsScenario.class,
            GrowthScenario.class,
            SlowScenario.class,
            ReplayScenario.class
        })
public final class BenchCommand {

    private BenchCommand() {}

    /** Runs a scenario. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
