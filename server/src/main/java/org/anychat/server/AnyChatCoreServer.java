package org.anychat.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.server.user.Configured;
import org.anychat.server.user.UserCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The command line {@code AnyChatCoreServer}. Exit codes: 0 after a stop that was asked for, 64 for a wrong command
 * line, 69 for a port that is taken, 78 for a wrong configuration, 1 for everything else.
 */
@Command(
        name = "AnyChatCoreServer",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "The all-in-one audio/video server. Reads AnyChatCoreServer.ini, and writes a default one where"
                + " none is.",
        subcommands = {CheckConfigCommand.class, UserCommand.class},
        exitCodeOnInvalidInput = 64)
public final class AnyChatCoreServer implements Callable<Integer>, Configured {
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
        System.exit(new CommandLine(new AnyChatCoreServer())
                .setExecutionExceptionHandler(AnyChatCoreServer::onFailure)
                .execute(args));
    }

    private static int onFailure(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        UserCommand.Failure known = UserCommand.explain(failure).orElseThrow(() -> failure);
        command.getErr().println(known.words());
        return known.exitCode();
    }

    @Override
    public ServerConfig load(Path folder, List<String> more) {
        List<String> all = Stream.of(settings, more).flatMap(List::stream).toList();
        Path where = folder == null ? home : folder;
        return ConfigSource.of(where.toAbsolutePath().normalize(), all).load().config();
    }

    Path home() {
        return home;
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
