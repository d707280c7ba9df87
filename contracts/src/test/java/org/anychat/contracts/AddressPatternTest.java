package org.anychat.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "192.0.2.*, 192.0.2.255",
        "192.0.*.7, 192.0.200.7",
        "10.*, 10.1.2.3",
        "*.7, 10.0.0.7",
        "192.0.2.*, ::ffff:192.0.2.9",
        "2001:db8::1, 2001:DB8:0:0:0:0:0:1",
        "2001:DB8:*, 2001:db8:1:2:3:4:5:6",
        "2001:db8:*:7:*, 2001:db8:ffff:7::1",
        "fe80::1, fe80::1%eth0"
    })
    void shouldMatch(String pattern, String address) {
        // The trailing part is free only behind a last star.
        boolean open = !pattern.equals("*.7");
        assertEquals(open, AddressPattern.parse(pattern).isPresent());
        AddressPattern.parse(pattern).ifPresent(parsed -> assertTrue(parsed.matches(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.8",
        "192.0.2.*, 192.0.3.1",
        "192.0.2.*, 2001:db8::1",
        "10.*, 110.1.2.3",
        "2001:db8:*, 2001:db9::1",
        "192.0.2.*, localhost",
        "192.0.2.*, ''"
    })
    void shouldNotMatch(String pattern, String address) {
        assertFalse(AddressPattern.parse(pattern).orElseThrow().matches(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.*.*.*",
                "*:*",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.4*",
                "1..2.*",
                "-1.*",
                "+1.*",
                "2001::*",
                "2001:db8",
                "12345:*",
                "g:*",
                "example.org",
                "1.2.3.4/24",
                "\u0661.*"
            })
    void shouldRefuseWhatIsNoPatternOrEveryAddress(String text) {
        assertEquals(Optional.empty(), AddressPattern.parse(text));
    }

    @Test
    void shouldRefuseATextThatIsTooLong() {
        assertEquals(Optional.empty(), AddressPattern.parse("1.".repeat(40) + "*"));
        assertEquals(Optional.empty(), AddressPattern.parse(null));
    }

    @Test
    void shouldSayOneAddressInOneForm() {
        assertEquals(
                AddressPattern.parse("2001:DB8:0::1").orElseThrow().toString(),
                AddressPattern.parse("2001:db8::1").orElseThrow().toString());
        assertEquals(
                "192.0.2.9",
                AddressPattern.parse("::ffff:192.0.2.9").orElseThrow().toString());
        assertEquals("10.*", AddressPattern.parse(" 10.* ").orElseThrow().toString());
    }

    @Test
    void shouldTakeHalfOfAnIpv6AddressForItsOwner() {
        assertEquals(AddressPattern.ownerOf("2001:db8:1:2::1"), AddressPattern.ownerOf("2001:db8:1:2:3:4:5:6"));
        assertNotEquals(AddressPattern.ownerOf("2001:db8:1:2::1"), AddressPattern.ownerOf("2001:db8:1:3::1"));
        assertNotEquals(AddressPattern.ownerOf("192.0.2.1"), AddressPattern.ownerOf("192.0.2.2"));
    }
}
