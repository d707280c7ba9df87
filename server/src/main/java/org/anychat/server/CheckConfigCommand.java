package org.anychat.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.Setting;
import org.anychat.server.license.LicenseVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code check-config}: what a start would make of the configuration. Changes nothing. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description =
                "Prints the settings that count and where they come from, then what is wrong. Exit code 0, or that"
                        + " of the start that would be refused: 78, and 77 for the licence.",
        exitCodeOnInvalidInput = 64)
final class CheckConfigCommand implements Callable<Integer> {
    /** A longer value stands out of its column. */
    private static final int WIDE_VALUE = 40;
    /** No service is made. */
    private static final NodeId NOBODY = new NodeId("check-config");

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description =
                    "Where AnyChatCoreServer.ini is. Default: as given before check-config, or the current folder.")
    private Path home;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting that counts before the file.")
    private List<String> settings = new ArrayList<>();

    @ParentCommand
    private AnyChatCoreServer server;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = home == null ? server.home() : home;
        List<String> all =
                Stream.of(server.settings(), settings).flatMap(List::stream).toList();
        ConfigSource source = ConfigSource.of(folder.toAbsolutePath().normalize(), all);
        // Commands say what they have to say on the console, and leave the server's log alone.
        System.setProperty("logback.configurationFile", "logback-commands.xml");
        ExitCode verdict = check(source, out);
        out.flush();
        return verdict.number();
    }

    private static ExitCode check(ConfigSource source, PrintWriter out) {
        try {
            LoadedConfig loaded = source.read();
            printSettings(loaded.settings(), out);
            List<String> violations = new ArrayList<>(loaded.violations());
            List<String> warnings = new ArrayList<>(loaded.warnings());
            judgeFeatures(loaded, warnings, violations);
            out.println();
            loaded.notes().forEach(note -> out.println("note: " + note));
            warnings.forEach(warning -> out.println("warning: " + warning));
            return violations.isEmpty() ? judgeLicense(loaded, source, out) : refused(violations, out);
        } catch (ConfigException e) {
            return refused(e.violations(), out);
        }
    }

    private static ExitCode refused(List<String> violations, PrintWriter out) {
        out.println();
        out.println("A start would be refused with exit code " + ExitCode.CONFIGURATION.number() + ":");
        violations.forEach(violation -> out.println("  " + violation));
        return ExitCode.CONFIGURATION;
    }

    private static ExitCode judgeLicense(LoadedConfig loaded, ConfigSource source, PrintWriter out) {
        LicenseVerdict verdict =
                LicenseVerdict.of(new ServiceConfigs(loaded.config(), NOBODY, source.home()).license());
        out.println();
        out.println("The configuration is good.");
        if (verdict.good()) {
            out.println("Licence: " + verdict.words() + ".");
            return ExitCode.OK;
        }
        out.println("A start would be refused with exit code " + ExitCode.LICENSE.number() + ":");
        out.println("  " + verdict.words());
        out.println("  " + LicenseVerdict.HINT);
        return ExitCode.LICENSE;
    }

    private static void judgeFeatures(LoadedConfig loaded, List<String> warnings, List<String> violations) {
        try {
            warnings.addAll(MissingFeatures.check(loaded.config()));
        } catch (StartException e) {
            violations.add(e.getMessage());
        }
    }

    private static void printSettings(List<Setting> settings, PrintWriter out) {
        int keyWidth = settings.stream().mapToInt(s -> s.key().length()).max().orElse(0);
        int valueWidth = settings.stream()
                .mapToInt(s -> s.value().length())
                .filter(length -> length <= WIDE_VALUE)
                .max()
                .orElse(1);
        String section = "";
        for (Setting setting : settings) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                out.printf("%n[%s]%n", section);
            }
            String row = String.format(
                    "%s %-" + keyWidth + "s  %-" + valueWidth + "s  %s",
                    setting.live() ? "*" : " ",
                    setting.key(),
                    setting.value(),
                    setting.origin());
            out.println(row);
        }
        out.printf("%n* changes without a restart%n");
    }
}
