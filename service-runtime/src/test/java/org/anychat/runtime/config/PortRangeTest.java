package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {
    @ParameterizedTest
    @CsvSource({"8907,8907,8907", "8907-8916,8907,8916", "8907 - 8908,8907,8908", "65472-65535,65472,65535"})
    void shouldReadAPortAndAShortRange(String text, int first, int last) {
        assertEquals(Optional.of(new PortRange(first, last)), PortRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0-5", "8908-8907", "65536", "8907-65536", "1000-1064", "8907-", "-1", "a-b", "1-2-3"})
    void shouldRefuseWhatIsNone(String text) {
        assertEquals(Optional.empty(), PortRange.parse(text));
    }

    @Test
    void shouldSayItsPortsAsTheyAreConfigured() {
        assertEquals("8907", new PortRange(8907, 8907).toString());
        assertEquals("8907-8909", new PortRange(8907, 8909).toString());
        assertEquals(8907 + 8908 + 8909, new PortRange(8907, 8909).ports().sum());
        assertTrue(new PortRange(8907, 8907).isOne());
        assertThrows(IllegalArgumentException.class, () -> new PortRange(0, 1));
    }
}
