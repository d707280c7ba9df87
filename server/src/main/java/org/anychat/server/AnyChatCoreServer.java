package org.anychat.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.server.license.LicenseCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line {@code AnyChatCoreServer}. Exit codes: 0 after a stop that was asked for, 64 for a wrong command
 * line, 69 for a port that is taken, 77 for a licence that does not count, 78 for a wrong configuration, 1 for everything else.
 */
@Command(
        name = "AnyChatCoreServer",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "The all-in-one audio/video server. Reads AnyChatCoreServer.ini, and writes a default one where"
                + " none is.",
        subcommands = {CheckConfigCommand.class, LicenseCommand.class},
        exitCodeOnInvalidInput = 64)
public final class AnyChatCoreServer implements Callable<Integer> {
    /** Where the log goes; read by {@code logback.xml}, so it is set before the first logger is made. */
    private static final String HOME_PROPERTY = "anychat.home";

    @Option(
            names = {"-r", "--run"},
            description = "Run in the foreground (the default).")
    @SuppressWarnings("unused") // Running is all there is to choose; the manual's option is accepted for its users.
    private boolean run;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where AnyChatCoreServer.ini, the log and the certificate are. Default: the current folder.")
    private Path home;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that counts before the environment and the file; may be given again.")
    private List<String> settings = new ArrayList<>();

    /**
     * Starts the server; returns when it ends.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new AnyChatCoreServer()).execute(args));
    }

    /**
     * What {@code --home} says.
     *
     * @return the server's folder
     */
    public Path home() {
        return home;
    }

    /**
     * The settings that a start in a folder would have. Nothing is written.
     *
     * @param folder the folder of the ini
     * @return file, environment and command line together
     * @throws ConfigException where something is wrong
     */
    public ServerConfig config(Path folder) {
        LoadedConfig loaded = ConfigSource.of(folder, settings).read();
        if (!loaded.violations().isEmpty()) {
            throw new ConfigException(loaded.violations());
        }
        return loaded.config();
    }

    List<String> settings() {
        return settings;
    }

    @Override
    public Integer call() {
        Path folder = home.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            System.err.println(folder + " is not a folder that can be written. Create it, or choose another --home.");
            return ExitCode.CONFIGURATION.number();
        }
        System.setProperty(HOME_PROPERTY, folder.toString());
        // Netty and Vert.x log through SLF4J, too.
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        return new ServerRun(ConfigSource.of(folder, settings)).untilEnd().number();
    }
}
