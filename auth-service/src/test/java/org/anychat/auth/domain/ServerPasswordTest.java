package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ServerPasswordTest {
    /** RFC 4231, test case 2. */
    private static final String PROOF = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    private static final String CHALLENGE = "what do ya want for nothing?";

    private final ServerPassword password = new ServerPassword("Jefe");

    @Test
    void shouldAcceptTheProofOfTheRfc() {
        assertTrue(password.proves(CHALLENGE, PROOF));
    }

    @Test
    void shouldRefuseEverythingElse() {
        assertFalse(password.proves(CHALLENGE, ""));
        assertFalse(password.proves(CHALLENGE, PROOF.substring(1)));
        assertFalse(password.proves(CHALLENGE, "6" + PROOF.substring(1)));
        assertFalse(password.proves(CHALLENGE, PROOF.toUpperCase(Locale.ROOT)));
        assertFalse(password.proves(CHALLENGE + " ", PROOF));
        assertFalse(password.proves(CHALLENGE, "\u4E2D"));
    }

    @Test
    void shouldAcceptAnythingWhereNoPasswordIsSet() {
        assertTrue(new ServerPassword("").proves(CHALLENGE, ""));
    }
}
