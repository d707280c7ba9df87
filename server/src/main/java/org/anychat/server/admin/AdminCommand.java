package org.anychat.server.admin;

import java.nio.file.Path;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.anychat.server.user.CommandFamily;
import org.anychat.server.user.PasswordPrompt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code AnyChatCoreServer admin}: the operators of the dashboard. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Keeps the accounts of the dashboard at /admin (" + AdminAccounts.FILE
                + "). A running server knows of a change at once; whoever is logged in with a changed account has to log"
                + " in anew.")
public final class AdminCommand extends CommandFamily {
    @ParentCommand
    private HomeFolder server;

    /** For picocli. */
    public AdminCommand() {
        super("list, add, passwd, role or remove");
    }

    /** Knows the folder that the server's own options name. */
    public interface HomeFolder {
        /**
         * The server's folder.
         *
         * @return what {@code --home} says, or the default
         */
        Path home();
    }

    private AdminAccounts accounts() {
        Path folder = home() == null ? server.home() : home();
        return new AdminAccounts(folder.toAbsolutePath().normalize());
    }

    private void say(String words) {
        spec().commandLine().getOut().println(words);
    }

    @Command(
            name = "list",
            exitCodeOnInvalidInput = 64,
            mixinStandardHelpOptions = true,
            description = "Lists the accounts: name and role.")
    void list() {
        accounts()
                .read()
                .forEach(account -> say(account.name() + "\t" + account.role().label()));
    }

    @Command(
            name = "add",
            exitCodeOnInvalidInput = 64,
            mixinStandardHelpOptions = true,
            description = "Adds an account. The password is asked on the terminal, or is the first line of the standard"
                    + " input.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The name to log in with.") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "viewer",
                            description =
                                    "viewer looks, operator acts on users, rooms and relays, admin changes settings"
                                            + " besides. Default: viewer.")
                    String role) {
        AdminRole wanted = roleOf(role);
        accounts().add(name, wanted, PasswordPrompt.read(spec().commandLine()));
        say("Added " + name + " as " + wanted.label() + ".");
    }

    @Command(
            name = "passwd",
            exitCodeOnInvalidInput = 64,
            mixinStandardHelpOptions = true,
            description = "Gives an account another password, asked on the terminal, or the first line of the standard"
                    + " input.")
    void passwd(@Parameters(paramLabel = "NAME", description = "The account.") String name) {
        accounts().password(name, PasswordPrompt.read(spec().commandLine()));
        say("Changed the password of " + name + ".");
    }

    @Command(
            name = "role",
            exitCodeOnInvalidInput = 64,
            mixinStandardHelpOptions = true,
            description = "Gives an account another role.")
    void role(
            @Parameters(paramLabel = "NAME", description = "The account.") String name,
            @Parameters(paramLabel = "ROLE", description = "viewer, operator or admin.") String role) {
        AdminRole wanted = roleOf(role);
        accounts().role(name, wanted);
        say(name + " is " + wanted.label() + ".");
    }

    @Command(
            name = "remove",
            exitCodeOnInvalidInput = 64,
            mixinStandardHelpOptions = true,
            description = "Removes an account.")
    void remove(@Parameters(paramLabel = "NAME", description = "The account.") String name) {
        accounts().remove(name);
        say("Removed " + name + ".");
    }

    private AdminRole roleOf(String text) {
        return AdminRole.of(text).orElseThrow(() -> wrong("A role is viewer, operator or admin, not " + text));
    }
}
