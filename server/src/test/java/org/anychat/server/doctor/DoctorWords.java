package org.anychat.server.doctor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.Overrides;
import org.anychat.runtime.config.ServerConfigFile;

/** Patients for tests, and what was found of them. */
final class DoctorWords {
    static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private DoctorWords() {}

    /** A server that does not run, with some settings. */
    static Patient patient(Path home, String... settings) {
        return patient(home, OptionalLong.empty(), settings);
    }

    static Patient patient(Path home, OptionalLong pid, String... settings) {
        Path file = home.resolve(ServerConfigFile.NAME);
        LoadedConfig loaded = ServerConfigFile.check(
                file, new Overrides(java.util.Map.of(), new ArrayList<>(Arrays.asList(settings))));
        return new Patient(
                home,
                loaded.config(),
                new Patient.Judged(file, false, loaded.violations(), loaded.warnings()),
                new Patient.Build("1.2.3", Instant.parse("2029-01-01T00:00:00Z")),
                pid,
                NOW,
                () -> new Patient.Licence(true, "good", OptionalLong.empty(), 0));
    }

    static List<String> lines(Examination examination, Patient patient) {
        Findings findings = new Findings();
        examination.examine(patient, findings);
        return lines(findings);
    }

    /** "VERDICT check" of each line. */
    static List<String> lines(Findings findings) {
        return findings.all().stream()
                .map(finding -> finding.verdict() + " " + finding.check())
                .toList();
    }
}
