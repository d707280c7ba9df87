package org.anychat.server.user;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code user add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Adds a user. The password is asked on the terminal, or is the first line of the standard input.")
final class UserAddCommand implements Runnable {
    @ParentCommand
    private UserCommand users;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The login name, 1 to 64 characters.")
    private String name;

    @Option(names = "--level", paramLabel = "N", defaultValue = "0", description = "The user's level. Default: 0.")
    private int level;

    @Option(
            names = "--nickname",
            paramLabel = "NAME",
            description = "The name that others see. Default: the login name.")
    private String nickname;

    @Override
    public void run() {
        var accounts = users.accounts();
        accounts.add(name, PasswordPrompt.read(spec.commandLine()), level, nickname);
        spec.commandLine().getOut().println("Added " + name + ".");
    }
}
