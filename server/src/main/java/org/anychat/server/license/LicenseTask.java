package org.anychat.server.license;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.anychat.license.domain.LicenseException;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.server.license.Refused.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One of the license commands: what they share. Exit codes: 0, 1 for a file that cannot be written, 77, 78. */
@Command(mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64)
abstract class LicenseTask implements Callable<Integer> {
    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "The server's folder. Default: as given before the command, or the current folder.")
    private Path home;

    @ParentCommand
    private LicenseCommand parent;

    @Spec
    private CommandSpec spec;

    abstract void run() throws IOException;

    @Override
    public final Integer call() {
        // Commands say what they have to say on the console, and leave the server's log alone.
        System.setProperty("logback.configurationFile", "logback-commands.xml");
        try {
            run();
            out().flush();
            return 0;
        } catch (LicenseException e) {
            return failed(e.words(), Reason.LICENSE);
        } catch (ConfigException e) {
            return failed(e.getMessage(), Reason.CONFIGURATION);
        } catch (Refused e) {
            return failed(e.getMessage(), e.reason());
        } catch (IOException e) {
            return failed(e.toString(), Reason.FAILED);
        }
    }

    private int failed(String words, Reason reason) {
        spec.commandLine().getErr().println(words);
        return reason.exitCode();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final Path inFolder(Path given, String usual) {
        return given == null ? folder().resolve(usual) : given.toAbsolutePath().normalize();
    }

    /** The settings that a start would have. */
    final ServerConfig config() {
        return parent.config(folder());
    }

    private Path folder() {
        return (home == null ? parent.home() : home).toAbsolutePath().normalize();
    }

    /** Keys and licences are not lost by a slip. */
    static void requireAbsent(Path file, boolean force) {
        if (!force && Files.exists(file)) {
            throw new Refused(
                    Reason.FAILED, file + " is there already. Remove it, choose another place, or use --force.");
        }
    }
}
