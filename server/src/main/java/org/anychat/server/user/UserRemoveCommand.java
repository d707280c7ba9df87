package org.anychat.server.user;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code user remove}. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Removes a user. Who is logged in stays so until the link ends.")
final class UserRemoveCommand implements Runnable {
    @ParentCommand
    private UserCommand users;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name;

    @Override
    public void run() {
        users.accounts().remove(name);
        spec.commandLine().getOut().println("Removed " + name + ".");
    }
}
