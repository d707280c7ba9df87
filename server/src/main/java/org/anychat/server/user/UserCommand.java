package org.anychat.server.user;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.anychat.auth.source.UserAccounts;
import org.anychat.auth.source.UserSources;
import org.anychat.gateway.admin.AdminAccountException;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.UserSourceConfig;
import org.anychat.runtime.config.UserSourceConfig.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code AnyChatCoreServer user}: the users of the embedded database and of the password file. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Keeps the users of the embedded database (UserSource=sql) or the password file"
                + " (UserSource=htpasswd). A running server knows of a change at the next login.",
        subcommands = {
            UserAddCommand.class,
            UserPasswordCommand.class,
            UserRemoveCommand.class,
            UserListCommand.class,
            UserHashCommand.class
        })
public final class UserCommand extends CommandFamily {
    private static final String LOGGING = "logback.configurationFile";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "A setting that counts before the file.")
    private List<String> settings = new ArrayList<>();

    @ParentCommand
    private Configured server;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            scope = ScopeType.INHERIT,
            description = "sql or htpasswd. Default: the first of them in UserSource.")
    private String source;

    /** For picocli. */
    public UserCommand() {
        super("add, password, remove, list or hash");
    }

    /** The users that the options and the ini mean; fails with words for the administrator. */
    UserAccounts accounts() {
        logToTerminal();
        UserSourceConfig config = server.load(home(), settings).userSource();
        return UserSources.accounts(config, kind(config))
                .orElseThrow(() -> new ConfigException(
                        "SQLUrl names a database of your own: keep its users with its own tools; \"user hash\" makes what"
                                + " belongs into its password column."));
    }

    /** The log file is the running server's. To be called before the first logger is made. */
    static void logToTerminal() {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "logback-command.xml");
        }
    }

    /**
     * What the command line prints for a failure that the administrator can mend, and its exit code.
     *
     * @param failure what a command threw
     * @return its words and 78 for a wrong ini, 1 for a wrong user; empty for anything else
     */
    public static Optional<Failure> explain(Exception failure) {
        if (failure instanceof ConfigException) {
            return Optional.of(new Failure(failure.getMessage(), 78));
        }
        return failure instanceof UserAccounts.AccountException || failure instanceof AdminAccountException
                ? Optional.of(new Failure(failure.getMessage(), 1))
                : Optional.empty();
    }

    /**
     * A failure.
     *
     * @param words for the administrator
     * @param exitCode of the process
     */
    public record Failure(String words, int exitCode) {}

    private Kind kind(UserSourceConfig config) {
        if (source != null) {
            return kept(source).orElseThrow(() -> wrong("--source is sql or htpasswd."));
        }
        return config.order().stream()
                .filter(kind -> kept(kind.name()).isPresent())
                .findFirst()
                .orElseThrow(() -> new ConfigException("UserSource in AnyChatCoreServer.ini"
                        + " names neither sql nor htpasswd. Set UserSource=sql for the embedded database, or say"
                        + " --source."));
    }

    private static Optional<Kind> kept(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sql" -> Optional.of(Kind.SQL);
            case "htpasswd" -> Optional.of(Kind.HTPASSWD);
            default -> Optional.empty();
        };
    }
}
