package org.anychat.runtime.config;

/**
 * {@code [License Settings]}, and what else concerns the licence.
 *
 * @param publicKey the PEM file of the issuer's public key; where it is relative, it is so to the ini's folder
 * @param checkSeconds how often the licence is checked again
 * @param graceSeconds how long new logins are admitted after a check has failed
 * @param domainPort the TCP port at which a licensed domain reaches this server, 0 for its first one
 * @param ukeyLibrary the PKCS#11 library of the UKey's vendor, empty for none
 * @param ukeyPin the UKey's user PIN
 * @param ukeySlot the UKey's slot, counted from 0, -1 for the only one with a token
 * @param logContent whether the licence's content goes to the log ({@code ExternFlags} 64)
 */
public record LicensingConfig(
        String publicKey,
        int checkSeconds,
        int graceSeconds,
        int domainPort,
        String ukeyLibrary,
        String ukeyPin,
        int ukeySlot,
        boolean logContent) {
    @Override
    public String toString() {
        return "LicensingConfig[publicKey=" + publicKey + ", checkSeconds=" + checkSeconds + ", graceSeconds="
                + graceSeconds + ", domainPort=" + domainPort + ", ukeyLibrary=" + ukeyLibrary + ", ukeyPin="
                + (ukeyPin.isEmpty() ? "none" : "***") + ", ukeySlot=" + ukeySlot + ", logContent=" + logContent + "]";
    }
}
