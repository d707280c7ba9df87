package org.anychat.license.check;

import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import org.anychat.license.LicenseConfig;
import org.anychat.license.domain.HardwareFingerprint;
import org.anychat.license.domain.License;
import org.anychat.license.domain.LicenseBinding;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.LicenseFault;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.file.SignedLicense;
import org.anychat.license.ukey.UKey;

/** Reads the licence and compares it with this machine. Blocks; one thread at a time. */
public final class LicenseCheck {
    private final Path file;
    private final Path publicKey;
    private final boolean copied;
    private final Surroundings surroundings;
    private final UKey ukey;
    private HardwareFingerprint machine;

    /**
     * Makes the check.
     *
     * @param config where the files are, and the UKey
     * @param surroundings what it looks at
     */
    public LicenseCheck(LicenseConfig config, Surroundings surroundings) {
        this.file = config.licenseFile();
        this.publicKey = config.publicKeyFile();
        this.copied = config.copied();
        this.surroundings = surroundings;
        this.ukey = new UKey(config.ukey(), new SecureRandom(), surroundings.environment());
    }

    /**
     * A licence that counts on this machine today.
     *
     * @param signed the file's content
     * @param license what it says
     */
    public record Checked(SignedLicense signed, License license) {}

    /**
     * Checks all but a domain, which {@link DomainProof} does.
     *
     * @param today the day, in UTC
     * @return the licence
     * @throws LicenseException where it does not count
     */
    public Checked check(LocalDate today) {
        SignedLicense signed = SignedLicense.read(file);
        License license = signed.verified(IssuerKeys.readPublic(publicKey), file.toString());
        license.requireValidOn(today);
        LicenseBinding binding = copied ? new LicenseBinding.Anywhere() : license.binding();
        if (binding instanceof LicenseBinding.Hardware hardware) {
            hardware.requireMatch(machine());
        } else if (binding instanceof LicenseBinding.UKey key) {
            ukey.requirePresent(key.publicKey());
        } else if (binding instanceof LicenseBinding.Address address) {
            requireAddress(address.address());
        }
        return new Checked(signed, license);
    }

    /** Hardware does not change while the system runs, and reading it takes half a second. */
    private HardwareFingerprint machine() {
        if (machine == null) {
            machine = surroundings.fingerprint().get();
        }
        return machine;
    }

    private void requireAddress(String text) {
        try {
            // A literal, as the licence's reader has made sure: nothing is looked up.
            InetAddress address = InetAddress.getByName(text);
            if (surroundings.addresses().all().stream().noneMatch(own -> own.equals(address))) {
                throw new LicenseException(
                        LicenseFault.IP_ADDRESS,
                        "the licence is bound to the address " + text + ", and no network card of this machine has it."
                                + " Give it to one, or have a licence for another address issued.");
            }
        } catch (UnknownHostException | SocketException e) {
            throw new LicenseException(
                    LicenseFault.BIND_IP,
                    "whether this machine has the licence's address " + text + " cannot be found out (" + e
                            + "). Look at the network's configuration.");
        }
    }
}
