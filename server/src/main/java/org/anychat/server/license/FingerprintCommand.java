package org.anychat.server.license;

import java.io.IOException;
import java.nio.file.Path;
import org.anychat.license.file.FingerprintJson;
import org.anychat.license.file.PublicFiles;
import org.anychat.license.machine.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code license fingerprint}: what an issuer needs to bind a licence to this machine. */
@Command(
        name = "fingerprint",
        description =
                "Prints the fingerprint of this machine, which the issuer of a licence needs. Its parts are hashed.")
final class FingerprintCommand extends LicenseTask {
    @Option(names = "--out", paramLabel = "FILE", description = "Write it to a file.")
    private Path file;

    @Option(names = "--explain", description = "Print the parts themselves, not hashed, for your own eyes.")
    private boolean explain;

    @Override
    void run() throws IOException {
        if (explain) {
            ThisMachine.words().forEach(out()::println);
            return;
        }
        String text = FingerprintJson.write(ThisMachine.fingerprint());
        if (file == null) {
            out().print(text);
        } else {
            PublicFiles.write(file, text);
            out().println("Fingerprint written to " + file + ". Send it to the issuer of your licence.");
        }
    }
}
