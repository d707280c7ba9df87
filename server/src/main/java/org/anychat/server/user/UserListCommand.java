package org.anychat.server.user;

import org.anychat.auth.source.UserAccounts.Account;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code user list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Lists the users, one a line: name, number, level and nickname, separated by tabs.")
final class UserListCommand implements Runnable {
    @ParentCommand
    private UserCommand users;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        for (Account account : users.accounts().list()) {
            spec.commandLine()
                    .getOut()
                    .println(account.name() + "\t" + account.number() + "\t" + account.level() + "\t"
                            + account.nickname());
        }
    }
}
