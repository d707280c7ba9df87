package org.anychat.server.license;

import java.nio.file.Path;
import org.anychat.license.LicenseConfig;
import org.anychat.license.check.LicenseCheck.Checked;
import org.anychat.license.file.SignedLicense;
import org.anychat.license.ukey.UKeyAccess;
import org.anychat.runtime.config.LicensingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code license verify}: would the server start with it? */
@Command(
        name = "verify",
        description =
                "Checks a licence as the server does at its start, with the ini of the server's folder. Exit code 77"
                        + " where it does not count.")
final class VerifyCommand extends LicenseTask {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The licence. Default: in the server's folder.")
    private Path file;

    @Option(names = "--public-key", paramLabel = "FILE", description = "The issuer's. Default: as the ini says.")
    private Path publicKey;

    @Override
    void run() {
        Checked checked = LicenseVerdict.check(licenseConfig());
        out().println(LicenseVerdict.success(checked));
        out().println(checked.signed().json());
    }

    private LicenseConfig licenseConfig() {
        LicensingConfig licensing = config().licensing();
        Path licenseFile = inFolder(file, SignedLicense.FILE_NAME);
        return LicenseConfig.standard(licenseFile.getParent())
                .with(
                        licenseFile,
                        inFolder(publicKey, licensing.publicKey()),
                        new UKeyAccess(licensing.ukeyLibrary(), licensing.ukeyPin(), licensing.ukeySlot()));
    }
}
