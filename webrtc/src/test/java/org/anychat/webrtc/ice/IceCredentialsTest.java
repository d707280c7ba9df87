package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IceCredentialsTest {
    private static final String PASSWORD = "p".repeat(22);

    @Test
    void shouldGenerateValidAndDistinctCredentials() {
        SecureRandom random = new SecureRandom();
        IceCredentials first = IceCredentials.generate(random);
        IceCredentials second = IceCredentials.generate(random);

        assertTrue(IceCredentials.isValid(first.ufrag(), first.password()));
        assertNotEquals(first, second);
    }

    @ParameterizedTest
    @CsvSource({"abc", "a:cd", "ab d", "abcé"})
    void shouldRefuseAnotherUfrag(String ufrag) {
        assertFalse(IceCredentials.isValid(ufrag, PASSWORD));
        assertThrows(IllegalArgumentException.class, () -> new IceCredentials(ufrag, PASSWORD));
    }

    @Test
    void shouldKeepToTheLengthsOfTheRfc() {
        assertTrue(IceCredentials.isValid("u".repeat(256), "p".repeat(256)));
        assertFalse(IceCredentials.isValid("u".repeat(257), PASSWORD));
        assertFalse(IceCredentials.isValid("ufra", "p".repeat(21)));
        assertFalse(IceCredentials.isValid(null, PASSWORD));
        assertFalse(IceCredentials.isValid("ufra", null));
    }

    @Test
    void shouldNotShowTheSecret() {
        assertEquals("IceCredentials[ufrag=ufra]", new IceCredentials("ufra", PASSWORD).toString());
    }
}
