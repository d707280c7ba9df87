package org.anychat.server.user;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code user password}. */
@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Gives a user another password, asked on the terminal or read from the standard input.")
final class UserPasswordCommand implements Runnable {
    @ParentCommand
    private UserCommand users;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name;

    @Override
    public void run() {
        var accounts = users.accounts();
        accounts.changePassword(name, PasswordPrompt.read(spec.commandLine()));
        spec.commandLine().getOut().println("Changed the password of " + name + ".");
    }
}
