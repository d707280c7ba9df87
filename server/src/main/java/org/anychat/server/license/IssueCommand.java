package org.anychat.server.license;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseTerms;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.file.PublicFiles;
import org.anychat.license.file.SignedLicense;
import org.anychat.license.machine.ThisMachine;
import org.anychat.server.license.Refused.Reason;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code license issue}: signs a licence. */
@Command(
        name = "issue",
        description = "Signs a licence with the issuer's private key. With --self: makes keys where there are none, and"
                + " a licence for this machine without any limit.")
final class IssueCommand extends LicenseTask {
    @Option(names = "--self", description = "A licence of your own for this machine: no user limit, all functions.")
    private boolean self;

    @Option(names = "--holder", paramLabel = "NAME", description = "Whose licence it is.")
    private String holder;

    @ArgGroup
    private BindingOptions binding;

    @ArgGroup(exclusive = false)
    private TermsOptions terms;

    @Option(
            names = "--tolerance",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many parts of the hardware may change, 0 to 3. Default: 1.")
    private int tolerance;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key. Default: in the server's folder.")
    private Path key;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Its public half. Default: in the server's folder.")
    private Path publicKey;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The licence. Default: AnyChat.cer in the server's folder.")
    private Path file;

    @Option(names = "--force", description = "Write over an older licence.")
    private boolean force;

    @Override
    void run() throws IOException {
        Path privateFile = inFolder(key, IssuerKeys.PRIVATE_FILE);
        Path publicFile = inFolder(publicKey, IssuerKeys.PUBLIC_FILE);
        Path licenseFile = inFolder(file, SignedLicense.FILE_NAME);
        requireAbsent(licenseFile, force);
        License license = license();
        if (self && !Files.exists(privateFile)) {
            requireAbsent(publicFile, false);
            KeygenCommand.make(privateFile, publicFile);
            out().println("New keys: " + privateFile + " (keep it secret) and " + publicFile);
        }
        PublicKey verifying = IssuerKeys.readPublic(publicFile);
        SignedLicense signed = signed(license, IssuerKeys.readPrivate(privateFile), verifying);
        // Whatever the options were, what comes out is what a server reads.
        signed.verified(verifying, licenseFile.toString());
        PublicFiles.write(licenseFile, signed.text());
        out().println("Licence written to " + licenseFile);
        out().println(signed.json());
    }

    private static SignedLicense signed(License license, PrivateKey key, PublicKey publicKey) {
        return SignedLicense.sign(license, key, publicKey);
    }

    private License license() throws IOException {
        if (!self && holder == null) {
            throw new Refused(Reason.USAGE, "Say whose licence it is with --holder, or use --self.");
        }
        if (!self && binding == null) {
            throw new Refused(
                    Reason.USAGE,
                    "Say where the licence is to count: --this-machine, --hardware, --domain, --address, --ukey or"
                            + " --anywhere.");
        }
        if (tolerance < 0 || tolerance > LicenseBinding.Hardware.MAX_TOLERANCE) {
            throw new Refused(Reason.USAGE, "--tolerance is 0 to " + LicenseBinding.Hardware.MAX_TOLERANCE + ".");
        }
        return new License(
                UUID.randomUUID().toString(),
                holder == null ? "the operator" : holder,
                LocalDate.now(ZoneOffset.UTC),
                terms == null ? LicenseTerms.UNLIMITED : terms.terms(),
                binding == null
                        ? BindingOptions.hardware(ThisMachine.fingerprint(), tolerance)
                        : binding.binding(tolerance));
    }
}
