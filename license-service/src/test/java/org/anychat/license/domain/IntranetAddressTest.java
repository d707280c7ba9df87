package org.anychat.license.domain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntranetAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.1.1",
                "::1",
                "fe80::1",
                "fe80::1%eth0",
                "fd00::1",
                "::ffff:10.0.0.1"
            })
    void shouldKnowPrivateAddresses(String address) {
        assertTrue(IntranetAddress.isPrivate(address));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "203.0.113.1",
                "172.32.0.1",
                "11.0.0.1",
                "2001:db8::1",
                "::ffff:203.0.113.1",
                "",
                "localhost",
                "intranet",
                "10.0.0.1.example.org",
                "1.2.3.4.5",
                ":::"
            })
    void shouldTakeAllElseForTheInternet(String address) {
        assertFalse(IntranetAddress.isPrivate(address));
    }
}
