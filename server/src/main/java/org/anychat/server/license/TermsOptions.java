package org.anychat.server.license;

import java.time.LocalDate;
import java.util.List;
import org.anychat.contracts.LicensedFunction;
import org.anychat.license.domain.DeviceKind;
import org.anychat.license.domain.LicenseTerms;
import org.anychat.server.license.Refused.Reason;
import picocli.CommandLine.Option;

/** What a licence is to allow. */
final class TermsOptions {
    private static final String ALL = "all";
    private static final String NONE = "none";

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many may be logged in at once, 0 for any number. Default: 0.")
    private int users;

    @Option(
            names = "--functions",
            paramLabel = "NAME",
            split = ",",
            defaultValue = ALL,
            description = "AutoAddRoom, Standby, Mesh, Cluster, separated by commas; all; or none. Default: all.")
    private List<String> functions;

    @Option(
            names = "--devices",
            paramLabel = "KIND",
            split = ",",
            defaultValue = ALL,
            description = "The kinds of devices that may log in, separated by commas: unknown, windows, android, ios,"
                    + " web, linux, mac, windowsphone, wince; or all. Default: all.")
    private List<String> devices;

    @Option(names = "--expires", paramLabel = "DAY", description = "The last day, like 2027-12-31. Default: never.")
    private LocalDate expires;

    @Option(names = "--intranet-only", description = "Only clients with private addresses may log in.")
    private boolean intranetOnly;

    LicenseTerms terms() {
        return new LicenseTerms(users, functions(), devices(), intranetOnly, expires);
    }

    private List<LicensedFunction> functions() {
        if (functions.size() == 1 && ALL.equalsIgnoreCase(functions.get(0))) {
            return List.of(LicensedFunction.values());
        }
        if (functions.size() == 1 && NONE.equalsIgnoreCase(functions.get(0))) {
            return List.of();
        }
        return functions.stream().map(TermsOptions::function).distinct().toList();
    }

    private List<DeviceKind> devices() {
        return devices.size() == 1 && ALL.equalsIgnoreCase(devices.get(0))
                ? LicenseTerms.ALL_DEVICES
                : devices.stream().map(TermsOptions::device).distinct().sorted().toList();
    }

    private static DeviceKind device(String name) {
        return DeviceKind.ofText(name.strip())
                .orElseThrow(() -> new Refused(
                        Reason.USAGE,
                        "There is no kind of device " + name + ". Choose of "
                                + DeviceKind.words(LicenseTerms.ALL_DEVICES) + "; or all."));
    }

    private static LicensedFunction function(String name) {
        return LicensedFunction.ofText(name.strip())
                .orElseThrow(() -> new Refused(
                        Reason.USAGE,
                        "There is no function " + name + ". Choose of AutoAddRoom, Standby, Mesh, Cluster; all; or"
                                + " none."));
    }
}
