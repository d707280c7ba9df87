package org.anychat.server.license;

import java.nio.file.Files;
import java.nio.file.Path;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.file.SignedLicense;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code license show}: what a licence says. */
@Command(name = "show", description = "Prints what a licence says, and whether the trusted issuer has signed it.")
final class ShowCommand extends LicenseTask {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The licence. Default: in the server's folder.")
    private Path file;

    @Option(names = "--public-key", paramLabel = "FILE", description = "The issuer's. Default: in the server's folder.")
    private Path publicKey;

    @Override
    void run() {
        Path licenseFile = inFolder(file, SignedLicense.FILE_NAME);
        SignedLicense signed = SignedLicense.read(licenseFile);
        signed.claimed(licenseFile.toString());
        out().println(signed.json());
        out().println(signature(signed, licenseFile, inFolder(publicKey, IssuerKeys.PUBLIC_FILE)));
    }

    private static String signature(SignedLicense signed, Path licenseFile, Path publicFile) {
        if (!Files.exists(publicFile)) {
            return "Signature: not checked, since " + publicFile + " is not there.";
        }
        try {
            signed.verified(IssuerKeys.readPublic(publicFile), licenseFile.toString());
            return "Signature: good, of the issuer in " + publicFile + ".";
        } catch (LicenseException e) {
            return "Signature: WRONG. " + e.words();
        }
    }
}
