package org.anychat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.server.admin.AdminCommand;
import org.anychat.server.license.LicenseCommand;
import org.anychat.server.process.Daemon;
import org.anychat.server.process.RunningServer;
import org.anychat.server.service.ServiceException;
import org.anychat.server.user.Configured;
import org.anychat.server.user.UserCommand;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The command line {@code AnyChatCoreServer}. Exit codes: 0 after a stop that was asked for, 64 for a wrong command line
 * and for none, 69 for a port that is taken, 77 for a licence that does not count, 78 for a wrong configuration, 1 for
 * everything else.
 */
@Command(
        name = "AnyChatCoreServer",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = "The all-in-one audio/video server. Reads AnyChatCoreServer.ini, and writes a default one where"
                + " none is.",
        footer = {
            "",
            "Exit codes: 0 stopped as asked; 64 wrong or no command; 69 a port is taken, or a server runs in this folder"
                    + " already; 77 the licence does not count; 78 wrong configuration; 1 everything else."
        },
        subcommands = {
            CheckConfigCommand.class,
            DoctorCommand.class,
            LicenseCommand.class,
            UserCommand.class,
            AdminCommand.class
        },
        exitCodeOnInvalidInput = AnyChatCoreServer.USAGE)
public final class AnyChatCoreServer implements Callable<Integer>, Configured, AdminCommand.HomeFolder {
    static final int USAGE = 64;

    @ArgGroup
    private Mode mode = new Mode();

    @Mixin
    private ServiceCommand service;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            defaultValue = "${sys:anychat.home:-.}",
            description = "Where AnyChatCoreServer.ini, the log and the certificate are. Default: the folder of the"
                    + " scripts, else the current folder.")
    private Path home;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that counts before the environment and the file; may be given again.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--services",
            paramLabel = "NAMES",
            description =
                    "Which services this process of a cluster runs: all, or some of gateway,auth,license,room,relay."
                            + " The same as --set Services=NAMES.")
    private String services;

    @Option(names = Daemon.OPTION, hidden = true, description = "What -d gives its child.")
    private boolean detached;

    private List<String> arguments = List.of();
    private volatile ServerRun running;

    /** What to do; running in the foreground where another option is given and none of these. */
    private static final class Mode {
        @Option(
                names = {"-r", "--run"},
                description = "Run in the foreground and show the log.")
        @SuppressWarnings("unused") // It is what happens where nothing else is chosen.
        private boolean run;

        @Option(
                names = {"-d", "--daemon"},
                description = "Run in the background; comes back when the server is ready.")
        private boolean daemon;

        @Option(names = "--stop", description = "Stop the server that runs in the folder.")
        private boolean stop;

        @Option(
                names = {"-i", "--install"},
                description = "Install as a service: systemd on Linux, a Windows service on Windows.")
        private boolean install;

        @Option(
                names = {"-u", "--uninstall"},
                description = "Remove the service.")
        private boolean uninstall;
    }

    /**
     * Starts the server; returns when it ends.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new AnyChatCoreServer().execute(args));
    }

    private static int onFailure(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        UserCommand.Failure known = UserCommand.explain(failure).orElseThrow(() -> failure);
        command.getErr().println(known.words());
        return known.exitCode();
    }

    @Override
    public ServerConfig load(Path folder, List<String> more) {
        List<String> all = Stream.of(settings(), more).flatMap(List::stream).toList();
        Path where = folder == null ? home : folder;
        return ConfigSource.of(where.toAbsolutePath().normalize(), all).load().config();
    }

    /** Does what the command line says; returns the exit code. */
    int execute(String... args) {
        arguments = List.of(args);
        if (arguments.isEmpty()) {
            System.out.print(Explanation.text(Locale.getDefault()));
            return USAGE;
        }
        return new CommandLine(this)
                .setExecutionExceptionHandler(AnyChatCoreServer::onFailure)
                .execute(args);
    }

    /** Asks the server that this object runs to end, and waits for it. Any thread. */
    void end() {
        ServerRun run = running;
        if (run != null) {
            run.end();
        }
    }

    /**
     * What {@code --home} says.
     *
     * @return the server's folder
     */
    @Override
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
        LoadedConfig loaded = ConfigSource.of(folder, settings()).read();
        if (!loaded.violations().isEmpty()) {
            throw new ConfigException(loaded.violations());
        }
        return loaded.config();
    }

    List<String> settings() {
        return services == null
                ? settings
                : Stream.concat(settings.stream(), Stream.of("Services=" + services))
                        .toList();
    }

    @Override
    public Integer call() throws IOException {
        Path folder = home.toAbsolutePath().normalize();
        if (mode.install || mode.uninstall) {
            return changeService(folder).number();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            System.err.println(folder + " is not a folder that can be written. Create it, or choose another --home.");
            return ExitCode.CONFIGURATION.number();
        }
        if (mode.stop) {
            System.out.println(RunningServer.stop(folder));
            return ExitCode.OK.number();
        }
        return mode.daemon ? runDetached(folder) : run(folder).number();
    }

    private ExitCode run(Path folder) {
        // Netty, Vert.x and Hazelcast log through SLF4J, too.
        System.setProperty("hazelcast.logging.type", "slf4j");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        running = new ServerRun(ConfigSource.of(folder, settings()), detached);
        return running.untilEnd();
    }

    private ExitCode changeService(Path folder) {
        if (!settings().isEmpty()) {
            System.err.println(
                    "--set and --services do not go into the service. Write the setting into AnyChatCoreServer.ini.");
            return ExitCode.FAILED;
        }
        try {
            System.out.println(
                    mode.install
                            ? service.of(folder).install()
                            : service.of(folder).uninstall());
            return ExitCode.OK;
        } catch (ServiceException e) {
            System.err.println(e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private int runDetached(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            System.err.println("Windows has no daemons. Install the service with install.bat, or run run.bat.");
            return USAGE;
        }
        Daemon.Start start =
                Daemon.of(folder, AnyChatCoreServer.class, arguments).start();
        if (start.exitCode() != 0) {
            System.err.print(start.output());
            System.err.println("The server did not start.");
            return start.exitCode();
        }
        System.out.print(RunningServer.described(folder, start));
        return start.exitCode();
    }
}
