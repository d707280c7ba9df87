package org.anychat.server.standby;

/**
 * What a slave serves with, as a record of the mirror.
 *
 * @param licence the master's licence as it was signed
 * @param publicKey PEM of whom the master trusts to sign licences
 * @param node the master's process
 */
record LicenceCopy(String licence, String publicKey, String node) {
    static final String SERVICE = "license";
    static final String KEY = "licence";
}
