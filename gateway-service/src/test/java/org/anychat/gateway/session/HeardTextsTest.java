package org.anychat.gateway.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.GatewayApi.TextNumber;
import org.anychat.contracts.SessionId;
import org.junit.jupiter.api.Test;

class HeardTextsTest {
    private final HeardTexts heard = new HeardTexts();

    private static TextNumber text(String session, long number) {
        return new TextNumber(new SessionId(session), number);
    }

    @Test
    void shouldTakeATextOnce() {
        assertTrue(heard.isNew(text("ann", 1)));
        assertFalse(heard.isNew(text("ann", 1)));
        assertTrue(heard.isNew(text("ben", 1)));
        assertTrue(heard.isNew(text("ann", 2)));
        assertFalse(heard.isNew(text("ann", 2)));
    }

    @Test
    void shouldTakeTextsThatNeverComeTwiceAsOftenAsTheyCome() {
        assertTrue(heard.isNew(null));
        assertTrue(heard.isNew(null));
    }

    @Test
    void shouldForgetWhoHasBeenSilentForLongest() {
        heard.isNew(text("ann", 1));
        heard.isNew(text("ben", 1));
        for (int other = 2; other < HeardTexts.MAX_SENDERS; other++) {
            heard.isNew(text("other " + other, 1));
        }
        assertFalse(heard.isNew(text("ann", 1)));
        heard.isNew(text("one more", 1));

        assertFalse(heard.isNew(text("ann", 1)));
        assertTrue(heard.isNew(text("ben", 1)));
    }
}
