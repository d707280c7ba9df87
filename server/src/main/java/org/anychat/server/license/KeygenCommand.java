package org.anychat.server.license;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import org.anychat.license.file.IssuerKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code license keygen}: an issuer's pair of keys. */
@Command(
        name = "keygen",
        description = "Makes an issuer's keys: " + IssuerKeys.PRIVATE_FILE + ", which signs licences and stays with the"
                + " issuer, and " + IssuerKeys.PUBLIC_FILE + ", which goes to each server.")
final class KeygenCommand extends LicenseTask {
    @Option(names = "--key", paramLabel = "FILE", description = "The private key. Default: in the server's folder.")
    private Path key;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "The public key. Default: in the server's folder.")
    private Path publicKey;

    @Override
    void run() throws IOException {
        Path privateFile = inFolder(key, IssuerKeys.PRIVATE_FILE);
        Path publicFile = inFolder(publicKey, IssuerKeys.PUBLIC_FILE);
        // A lost private key cannot be had again, so there is no --force.
        requireAbsent(privateFile, false);
        requireAbsent(publicFile, false);
        String id = make(privateFile, publicFile);
        out().println("Private key, keep it secret: " + privateFile);
        out().println("Public key, for the servers:  " + publicFile);
        out().println("Key id: " + id);
    }

    static String make(Path privateFile, Path publicFile) throws IOException {
        KeyPair pair = IssuerKeys.generate();
        IssuerKeys.writePrivate(privateFile, pair.getPrivate());
        IssuerKeys.writePublic(publicFile, pair.getPublic());
        return IssuerKeys.idOf(pair.getPublic());
    }
}
