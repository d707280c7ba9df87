package org.anychat.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anychat.contracts.NodeId;
import org.anychat.license.LicenseConfig;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.server.doctor.Doctor;
import org.anychat.server.doctor.Findings;
import org.anychat.server.doctor.Patient;
import org.anychat.server.doctor.Report;
import org.anychat.server.license.LicenseVerdict;
import org.anychat.server.process.HomeLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is wrong, and what to do about it. Changes nothing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "Looks for what is wrong with the server of this folder, whether it runs or not, and with this"
                + " machine; or, with --server, with a server as its clients see it. A line per check, with what to do."
                + " Exit code 0, or 1 where something fails. Needs no Internet and changes nothing.",
        exitCodeOnInvalidInput = 64)
final class DoctorCommand implements Callable<Integer> {
    /** No service is made. */
    private static final NodeId NOBODY = new NodeId("doctor");

    private static final int DEFAULT_PORT = 8906;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "Where AnyChatCoreServer.ini is. Default: as given before doctor, or the current folder.")
    private Path home;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting that counts before the file.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "Look at that server from here, as a client would: TLS, WebSocket, UDP, media, clock.")
    private String address;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "en|zh", description = "The report's language. Default: the system's.")
    private String language;

    @ParentCommand
    private AnyChatCoreServer server;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        // Commands say what they have to say on the console, and leave the server's log alone.
        System.setProperty("logback.configurationFile", "logback-commands.xml");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        PrintWriter out = spec.commandLine().getOut();
        Patient patient = patient();
        Findings findings =
                address == null ? Doctor.besideTheServer(patient) : Doctor.fromOutside(patient, host(), port());
        Report report = new Report(findings, isChinese());
        if (json) {
            out.println(report.json());
        } else {
            report.print(out);
        }
        out.flush();
        return report.isGood() ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    private boolean isChinese() {
        String wanted = language == null ? Locale.getDefault().getLanguage() : language;
        return wanted.toLowerCase(Locale.ROOT).startsWith(Locale.CHINESE.getLanguage());
    }

    private int colon() {
        int last = address.lastIndexOf(':');
        return last > address.lastIndexOf(']') ? last : -1;
    }

    private String host() {
        String host = colon() < 0 ? address : address.substring(0, colon());
        return host.replaceAll("[\\[\\]]", "");
    }

    private int port() {
        try {
            return colon() < 0 ? DEFAULT_PORT : Integer.parseInt(address.substring(colon() + 1));
        } catch (NumberFormatException e) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--server " + address + ": a host, or host:port");
        }
    }

    private Patient patient() {
        Path folder = (home == null ? server.home() : home).toAbsolutePath().normalize();
        List<String> all =
                Stream.of(server.settings(), settings).flatMap(List::stream).toList();
        ConfigSource source = ConfigSource.of(folder, all);
        List<String> violations = new ArrayList<>();
        LoadedConfig loaded;
        try {
            loaded = source.read();
            violations.addAll(loaded.violations());
        } catch (ConfigException e) {
            // The file cannot be read at all: what can be looked at without it still is.
            violations.addAll(e.violations());
            loaded = new ConfigSource(folder.resolve("no such folder"), source.overrides()).read();
        }
        ServiceConfigs services = new ServiceConfigs(loaded.config(), NOBODY, folder);
        return new Patient(
                folder,
                loaded.config(),
                new Patient.Judged(
                        source.file(), Files.exists(source.file()), violations, warnings(loaded, violations)),
                new Patient.Build(BuildVersion.text(), BuildVersion.made()),
                pid(folder),
                Instant.now(),
                () -> licence(services.license()));
    }

    private static List<String> warnings(LoadedConfig loaded, List<String> violations) {
        List<String> warnings = new ArrayList<>(loaded.warnings());
        try {
            warnings.addAll(MissingFeatures.check(loaded.config()));
        } catch (StartException e) {
            violations.add(e.getMessage());
        }
        return warnings;
    }

    private static OptionalLong pid(Path folder) {
        try {
            return HomeLock.holder(folder)
                    .map(process -> OptionalLong.of(process.pid()))
                    .orElse(OptionalLong.empty());
        } catch (IOException e) {
            // The file is another user's: then the ports tell.
            return OptionalLong.empty();
        }
    }

    private static Patient.Licence licence(LicenseConfig config) {
        LicenseVerdict verdict = LicenseVerdict.of(config);
        if (config.demoMode() || !verdict.good()) {
            return new Patient.Licence(verdict.good(), verdict.words(), OptionalLong.empty(), 0);
        }
        return LicenseVerdict.terms(config)
                .map(terms -> new Patient.Licence(
                        true,
                        verdict.words(),
                        terms.expires() == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(LocalDate.now(ZoneOffset.UTC)
                                        .until(terms.expires(), java.time.temporal.ChronoUnit.DAYS)),
                        terms.users()))
                .orElse(new Patient.Licence(true, verdict.words(), OptionalLong.empty(), 0));
    }
}
