package org.anychat.server.user;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** A command that is nothing but others, all of which are about the server of a folder. */
public abstract class CommandFamily implements Runnable {
    private final String members;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description =
                    "Where AnyChatCoreServer.ini is. Default: as given before this command, or the current folder.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /**
     * Makes a family.
     *
     * @param members its commands, in words
     */
    protected CommandFamily(String members) {
        this.members = members;
    }

    @Override
    public final void run() {
        throw wrong("Say what to do: " + members + ".");
    }

    /**
     * What {@code --home} says.
     *
     * @return the folder, or null
     */
    protected final Path home() {
        return home;
    }

    /**
     * The command as picocli has it.
     *
     * @return for its streams
     */
    protected final CommandSpec spec() {
        return spec;
    }

    /**
     * What is wrong with the command line.
     *
     * @param words for the administrator
     * @return to be thrown
     */
    protected final ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }
}
