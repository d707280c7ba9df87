package org.anychat.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command that measures on this machine; each figure is a subcommand. */
@Command(
        name = "figures",
        mixinStandardHelpOptions = true,
        description = "Measures on this machine.",
        subcommands = {
            FirstCallFigures.class,
            IdleClientsFigures.class,
            DashboardFigures.class,
            DashboardTrafficFigures.class,
            ForwardingFigures.class,
            HostileFigures.class
        },
        synopsisSubcommandLabel = "FIGURE")
public final class Figures {
    private Figures() {}

    /**
     * Measures and prints.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Figures()).execute(args));
    }
}
