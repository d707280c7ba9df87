package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Whoever has no key gets nothing in and leaves no state; whoever has it gets the packet back, and no bit may change. */
class SrtpReceiverFuzzTest {
    private static final byte GUARD = 0x5A;

    @FuzzTest
    void shouldOpenWhatWasProtectedAndNothingElse(byte[] data) {
        for (SrtpProfile profile : SrtpProfile.values()) {
            SrtpKeys keys = Packets.keys(profile, 1);
            SrtpReceiver receiver = new SrtpReceiver(Packets.swapped(keys));
            byte[] buffer = inGuards(data);
            assertTrue(receiver.unprotectRtp(buffer, Packets.OFFSET, data.length) < 0);
            assertTrue(receiver.unprotectRtcp(inGuards(data), Packets.OFFSET, data.length) < 0);
            assertEquals(0, receiver.sources());
            checkGuards(buffer, data.length);

            SrtpSender sender = new SrtpSender(keys);
            byte[] rtp = inGuards(data);
            checkOpened(data, rtp, sender.protectRtp(rtp, Packets.OFFSET, data.length), receiver::unprotectRtp);
            byte[] rtcp = inGuards(data);
            checkOpened(data, rtcp, sender.protectRtcp(rtcp, Packets.OFFSET, data.length), receiver::unprotectRtcp);
        }
    }

    private interface Opening {
        int open(byte[] buffer, int offset, int length);
    }

    private static void checkOpened(byte[] plain, byte[] buffer, int length, Opening receiver) {
        if (length < 0) {
            return;
        }
        checkGuards(buffer, length);
        byte[] forged = buffer.clone();
        forged[Packets.OFFSET + (Arrays.hashCode(plain) & Integer.MAX_VALUE) % length] ^= 1;
        assertTrue(receiver.open(forged, Packets.OFFSET, length) < 0, "forged");
        byte[] copy = buffer.clone();
        assertEquals(plain.length, receiver.open(buffer, Packets.OFFSET, length));
        assertArrayEquals(plain, Arrays.copyOfRange(buffer, Packets.OFFSET, Packets.OFFSET + plain.length));
        assertTrue(receiver.open(copy, Packets.OFFSET, length) < 0, "replayed");
    }

    private static byte[] inGuards(byte[] data) {
        byte[] buffer = new byte[data.length + SrtpProfile.MAX_OVERHEAD_BYTES + 2 * Packets.OFFSET];
        Arrays.fill(buffer, GUARD);
        System.arraycopy(data, 0, buffer, Packets.OFFSET, data.length);
        return buffer;
    }

    private static void checkGuards(byte[] buffer, int length) {
        for (int i = 0; i < Packets.OFFSET; i++) {
            assertEquals(GUARD, buffer[i]);
            assertEquals(GUARD, buffer[Packets.OFFSET + length + i]);
        }
    }
}
