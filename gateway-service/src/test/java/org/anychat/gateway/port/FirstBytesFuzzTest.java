package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** What a connection speaks does not depend on the pieces in which its first bytes come. */
class FirstBytesFuzzTest {
    @FuzzTest
    void shouldStayWithItsFirstWord(byte[] data) {
        FirstBytes told = FirstBytes.UNDECIDED;
        for (int length = 0; length <= data.length; length++) {
            FirstBytes now = FirstBytes.of(Arrays.copyOf(data, length));
            if (told != FirstBytes.UNDECIDED) {
                assertEquals(told, now, "after " + length + " bytes");
            }
            if (length >= FirstBytes.ENOUGH) {
                assertNotEquals(FirstBytes.UNDECIDED, now);
            }
            told = now;
        }
    }
}
