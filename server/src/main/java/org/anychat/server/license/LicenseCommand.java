package org.anychat.server.license;

import java.nio.file.Path;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.server.AnyChatCoreServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code license}: says what there is. */
@Command(
        name = "license",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        description = "Makes and checks licences, see docs/licence.md.",
        subcommands = {
            KeygenCommand.class,
            FingerprintCommand.class,
            IssueCommand.class,
            ShowCommand.class,
            VerifyCommand.class,
            UKeyCommand.class
        })
public final class LicenseCommand implements Runnable {
    @ParentCommand
    private AnyChatCoreServer server;

    @Spec
    private CommandSpec spec;

    /** For picocli. */
    public LicenseCommand() {}

    Path home() {
        return server.home();
    }

    ServerConfig config(Path folder) {
        return server.config(folder);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "license needs one of its commands.");
    }
}
