package org.anychat.server.standby;

import java.io.IOException;
import java.nio.file.Path;
import org.anychat.license.LicenseConfig;
import org.anychat.runtime.config.AtomicFiles;
import org.anychat.runtime.standby.Activation;

/** The master's licence in files of the slave, written anew at each take-over from the activation, which is sealed. */
public final class StandInLicence {
    private final Path licence;
    private final Path publicKey;

    StandInLicence(Path home) {
        licence = home.resolve("AnyChatStandby.cer");
        publicKey = home.resolve("AnyChatStandby.pub");
    }

    void write(Activation activation) throws IOException {
        AtomicFiles.write(licence, activation.licence());
        AtomicFiles.write(publicKey, activation.publicKey());
    }

    /**
     * The license service's configuration with this licence.
     *
     * @param own the slave's own
     * @return for a server that stands in
     */
    public LicenseConfig in(LicenseConfig own) {
        return own.standingIn(licence, publicKey);
    }
}
