package org.anychat.server.user;

import org.anychat.runtime.password.PasswordHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code user hash}. */
@Command(
        name = "hash",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Prints the hash of a password (Argon2id), for a database of your own.")
final class UserHashCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        UserCommand.logToTerminal();
        spec.commandLine().getOut().println(PasswordHash.hash(PasswordPrompt.read(spec.commandLine())));
    }
}
