package org.anychat.server.license;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.file.FingerprintJson;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.machine.ThisMachine;
import org.anychat.server.license.Refused.Reason;
import picocli.CommandLine.Option;

/** Where a licence is to count: one of these. */
final class BindingOptions {
    private static final int MAX_BYTES = 64 * 1024;

    @Option(names = "--this-machine", description = "Bind it to this machine's hardware.")
    private boolean thisMachine;

    @Option(
            names = "--hardware",
            paramLabel = "FILE",
            description = "Bind it to the machine whose fingerprint is in the file.")
    private Path hardware;

    @Option(names = "--domain", paramLabel = "NAME", description = "Bind it to the machine that a domain leads to.")
    private String domain;

    @Option(names = "--address", paramLabel = "IP", description = "Bind it to a machine with this address.")
    private String address;

    @Option(
            names = "--ukey",
            paramLabel = "FILE",
            description = "Bind it to the UKey whose public key is in the file (license ukey makes it).")
    private Path ukey;

    @Option(names = "--anywhere", description = "Bind it to nothing.")
    private boolean anywhere;

    LicenseBinding binding(int tolerance) throws IOException {
        if (thisMachine) {
            return hardware(ThisMachine.fingerprint(), tolerance);
        }
        if (hardware != null) {
            return hardware(fingerprintIn(hardware), tolerance);
        }
        if (domain != null) {
            return new LicenseBinding.Domain(domain);
        }
        if (address != null) {
            return new LicenseBinding.Address(address);
        }
        if (anywhere) {
            return new LicenseBinding.Anywhere();
        }
        return new LicenseBinding.UKey(Base64.getEncoder().encodeToString(IssuerKeys.readPublicBytes(ukey)));
    }

    private static HardwareFingerprint fingerprintIn(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new Refused(Reason.FAILED, file + " is too large for a fingerprint.");
        }
        return FingerprintJson.read(Files.readString(file), file.toString());
    }

    static LicenseBinding hardware(HardwareFingerprint fingerprint, int tolerance) {
        int parts = fingerprint.parts().size();
        if (parts < HardwareFingerprint.MIN_PARTS || parts - tolerance < LicenseBinding.Hardware.MIN_MATCHING) {
            throw new Refused(
                    Reason.FAILED,
                    "The machine tells only " + parts + " of its parts, too few for a tolerance of " + tolerance
                            + ". Bind the licence to a domain, an address or a UKey, or use --anywhere.");
        }
        return new LicenseBinding.Hardware(fingerprint, tolerance);
    }
}
