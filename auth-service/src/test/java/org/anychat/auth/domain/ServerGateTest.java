package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.anychat.contracts.AuthApi.Authenticate;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class ServerGateTest {
    /** RFC 4231, test case 2. */
    private static final String CHALLENGE = "what do ya want for nothing?";

    private static final String PROOF = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    private final FakeClock clock = new FakeClock();
    private final ServerGate gate = new ServerGate(new ServerPassword("Jefe"), clock::epochMs);

    private ServiceError refusal(String proof, String address) {
        return assertThrows(ServiceException.class, () -> gate.admit(new Authenticate(CHALLENGE, proof, address)))
                .error();
    }

    private void failFreely(String address) {
        for (int i = 0; i < 5; i++) {
            assertEquals(ServiceError.CONNECT_AUTH_FAIL, refusal("wrong", address));
        }
    }

    @Test
    void shouldMakeAnAddressWaitTwiceAsLongAfterEachFurtherGuess() {
        failFreely("192.0.2.1");
        for (long waitMs = 1_000; waitMs <= 16_000; waitMs *= 2) {
            clock.advanceMs(waitMs - 1);
            assertEquals(ServiceError.ADDRESS_LOCKED, refusal("wrong", "192.0.2.1"));
            clock.advanceMs(1);
            assertEquals(ServiceError.CONNECT_AUTH_FAIL, refusal("wrong", "192.0.2.1"));
        }
        for (int i = 0; i < 20; i++) {
            clock.advanceMs(PasswordGuesses.MAX_WAIT_MS);
            assertEquals(ServiceError.CONNECT_AUTH_FAIL, refusal("wrong", "192.0.2.1"));
        }
    }

    @Test
    void shouldRefuseEvenTheRightProofWhileTheAddressWaits() {
        failFreely("192.0.2.1");
        assertEquals(ServiceError.ADDRESS_LOCKED, refusal(PROOF, "192.0.2.1"));
        assertDoesNotThrow(() -> gate.admit(new Authenticate(CHALLENGE, PROOF, "192.0.2.2")));
    }

    @Test
    void shouldForgetTheGuessesOfAnAddressThatKnowsThePassword() {
        failFreely("192.0.2.1");
        clock.advanceMs(1_000);
        gate.admit(new Authenticate(CHALLENGE, PROOF, "192.0.2.1"));
        failFreely("192.0.2.1");
    }
}
