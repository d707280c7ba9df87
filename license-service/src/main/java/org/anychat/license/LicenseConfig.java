package org.anychat.license;

import java.nio.file.Path;
import org.anychat.license.file.IssuerKeys;
import org.anychat.license.file.SignedLicense;
import org.anychat.license.ukey.UKeyAccess;

/**
 * What the license service needs to know.
 *
 * @param demoMode whether the server runs in demo mode, which needs no licence
 * @param demoUserLimit seats in demo mode, at least 1
 * @param licenseFile the licence
 * @param publicKeyFile the public key of the issuer whom this server trusts
 * @param checkIntervalMs how often the licence is checked again, at least 1
 * @param graceMs how long after the last good check new logins are admitted still
 * @param ukey how to reach a UKey
 * @param domainPort the TCP port at which a licensed domain serves
 * @param logContent whether the licence's content goes to the log ({@code ExternFlags} 64)
 * @param copied whether the licence is another server's, for which this one stands in: what it is bound to is there
 */
public record LicenseConfig(
        boolean demoMode,
        int demoUserLimit,
        Path licenseFile,
        Path publicKeyFile,
        long checkIntervalMs,
        long graceMs,
        UKeyAccess ukey,
        int domainPort,
        boolean logContent,
        boolean copied) {
    private static final long DEFAULT_CHECK_INTERVAL_MS = 60_000;
    private static final long DEFAULT_GRACE_MS = 3_600_000;
    private static final int DEFAULT_PORT = 8906;

    /**
     * Demo mode.
     *
     * @param userLimit seats, at least 1
     * @return the configuration
     */
    public static LicenseConfig demo(int userLimit) {
        LicenseConfig standard = standard(Path.of(""));
        return new LicenseConfig(
                true,
                userLimit,
                standard.licenseFile,
                standard.publicKeyFile,
                standard.checkIntervalMs,
                standard.graceMs,
                standard.ukey,
                standard.domainPort,
                false,
                false);
    }

    /**
     * Outside demo mode, with the defaults.
     *
     * @param home the folder of licence and key
     * @return the configuration
     */
    public static LicenseConfig standard(Path home) {
        return new LicenseConfig(
                false,
                1,
                home.resolve(SignedLicense.FILE_NAME),
                home.resolve(IssuerKeys.PUBLIC_FILE),
                DEFAULT_CHECK_INTERVAL_MS,
                DEFAULT_GRACE_MS,
                UKeyAccess.NONE,
                DEFAULT_PORT,
                false,
                false);
    }

    /**
     * The same with other files and another UKey.
     *
     * @param newLicenseFile the licence
     * @param newPublicKeyFile the issuer's public key
     * @param newUkey how to reach a UKey
     * @return the changed copy
     */
    public LicenseConfig with(Path newLicenseFile, Path newPublicKeyFile, UKeyAccess newUkey) {
        return new LicenseConfig(
                demoMode,
                demoUserLimit,
                newLicenseFile,
                newPublicKeyFile,
                checkIntervalMs,
                graceMs,
                newUkey,
                domainPort,
                logContent,
                copied);
    }

    /**
     * With the licence of a server for which this one stands in. Signature, expiry and seats count, what the licence is
     * bound to does not.
     *
     * @param copiedLicense the other server's licence
     * @param copiedPublicKey the key that the other server trusts
     * @return the changed copy
     */
    public LicenseConfig standingIn(Path copiedLicense, Path copiedPublicKey) {
        return new LicenseConfig(
                demoMode,
                demoUserLimit,
                copiedLicense,
                copiedPublicKey,
                checkIntervalMs,
                graceMs,
                UKeyAccess.NONE,
                domainPort,
                logContent,
                true);
    }

    /**
     * Where the latest time is remembered that the server has seen.
     *
     * @return a file beside the licence
     */
    public Path timeFile() {
        return licenseFile.resolveSibling(licenseFile.getFileName() + ".time");
    }
}
