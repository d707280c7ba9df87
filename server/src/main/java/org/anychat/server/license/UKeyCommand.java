package org.anychat.server.license;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.ukey.UKey;
import org.anychat.license.ukey.UKeyAccess;
import org.anychat.runtime.config.LicensingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code license ukey}: makes a UKey ready. */
@Command(
        name = "ukey",
        description =
                "Makes a key on a UKey (a PKCS#11 token that has been initialised), or finds the one made before, and"
                        + " writes its public half, which the issuer needs. Without options UKeyLibrary and UKeyPin of the ini"
                        + " count.")
final class UKeyCommand extends LicenseTask {
    private static final String PUBLIC_FILE = "AnyChatUKey.pub";

    @Option(names = "--library", paramLabel = "FILE", description = "The PKCS#11 library of the UKey's vendor.")
    private String library;

    @Option(
            names = "--pin",
            paramLabel = "PIN",
            arity = "0..1",
            interactive = true,
            description = "The user PIN; asked for where none is given.")
    private String pin;

    @Option(
            names = "--slot",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Its slot, with --library; -1 for the only one with a token.")
    private int slot;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The public key. Default: " + PUBLIC_FILE + " in the server's folder.")
    private Path file;

    @Override
    void run() throws IOException {
        Path publicFile = inFolder(file, PUBLIC_FILE);
        UKeyAccess access = access();
        byte[] publicKey = new UKey(access, new SecureRandom(), Map.of()).prepare();
        IssuerKeys.writePublic(publicFile, publicKey);
        out().println("The UKey's public key is in " + publicFile + ". Issue a licence for it with"
                + " \"license issue --ukey " + publicFile + "\".");
    }

    private UKeyAccess access() {
        LicensingConfig licensing = config().licensing();
        String givenPin = pin == null ? licensing.ukeyPin() : pin;
        return library == null
                ? new UKeyAccess(licensing.ukeyLibrary(), givenPin, licensing.ukeySlot())
                : new UKeyAccess(library, givenPin, slot);
    }
}
