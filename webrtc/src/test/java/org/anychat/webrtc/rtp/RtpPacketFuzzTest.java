package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;

/** Whatever {@code wrap} accepts can be read and rewritten without touching a byte beside the packet. */
class RtpPacketFuzzTest {
    private static final int GUARD = 16;
    private static final byte GUARD_BYTE = 0x5A;

    private final RtpPacket packet = new RtpPacket();
    private byte[] buffer;

    @FuzzTest
    void shouldStayInsideWhateverIsAccepted(byte[] data) {
        if (!wrap(data, 0)) {
            return;
        }
        Random random = new Random(Arrays.hashCode(data));
        packet.extensions().forEach((id, bytes, offset, length) -> {
            assertTrue(id > 0 && offset > packet.offset() && offset + length <= packet.payloadOffset());
            assertEquals(id, id & 0xFF);
        });
        byte[] newIds = new byte[256];
        random.nextBytes(newIds);
        packet.extensions().renumber(newIds);
        packet.extensions().remove(random.nextInt(256));
        packet.extensions().overwrite16(random.nextInt(16), random.nextInt());
        checkGuard(0);

        checkRtx(data);
        checkPadding(data, random);
        checkNumbering(data, random);
    }

    /** What has been sent again is the packet, less its padding. */
    private void checkRtx(byte[] data) {
        wrap(data, Rtx.OVERHEAD);
        packet.removePadding();
        byte[] plain = bytes();
        int sequenceNumber = packet.sequenceNumber();
        boolean empty = packet.payloadLength() == 0;
        int length = Rtx.encapsulate(packet, 97, 7, sequenceNumber + 5);
        assertEquals(plain.length + Rtx.OVERHEAD, length);
        assertEquals(!empty, Rtx.decapsulate(packet, plain[1] & 0x7F, NetworkOrder.int32(plain, 8)));
        if (!empty) {
            assertArrayEquals(plain, bytes());
        }
        checkGuard(Rtx.OVERHEAD);
    }

    private void checkPadding(byte[] data, Random random) {
        int multiple = 2 + random.nextInt(255);
        wrap(data, multiple);
        boolean padded = packet.paddingLength() > 0;
        int payloadLength = packet.payloadLength();
        int length = packet.padTo(multiple);
        assertTrue(padded || length % multiple == 0);
        assertTrue(packet.wrap(buffer, GUARD, length));
        assertEquals(payloadLength, packet.payloadLength());
        packet.removePadding();
        assertTrue(packet.wrap(buffer, GUARD, packet.length()));
        assertEquals(payloadLength, packet.payloadLength());
        checkGuard(multiple);
    }

    private void checkNumbering(byte[] data, Random random) {
        wrap(data, RtpPacket.EXTENSION_16_ROOM);
        byte[] payload =
                Arrays.copyOfRange(buffer, packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
        int id = 1 + random.nextInt(HeaderExtensions.MAX_ONE_BYTE_ID);
        int value = random.nextInt(1 << 16);
        int length = packet.putExtension16(id, value);
        assertTrue(packet.wrap(buffer, GUARD, length));
        assertEquals(2, packet.extensions().lengthOf(id));
        assertEquals(value, NetworkOrder.uint16(buffer, packet.extensions().find(id)));
        assertArrayEquals(
                payload,
                Arrays.copyOfRange(buffer, packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength()));
        checkGuard(RtpPacket.EXTENSION_16_ROOM);
    }

    private boolean wrap(byte[] data, int room) {
        buffer = new byte[data.length + room + 2 * GUARD];
        Arrays.fill(buffer, GUARD_BYTE);
        System.arraycopy(data, 0, buffer, GUARD, data.length);
        return packet.wrap(buffer, GUARD, data.length);
    }

    private byte[] bytes() {
        return Arrays.copyOfRange(buffer, packet.offset(), packet.offset() + packet.length());
    }

    private void checkGuard(int room) {
        for (int i = 0; i < GUARD; i++) {
            assertEquals(GUARD_BYTE, buffer[i]);
            assertEquals(GUARD_BYTE, buffer[buffer.length - 1 - i]);
        }
        assertTrue(packet.length() <= buffer.length - 2 * GUARD, () -> "more than " + room + " bytes longer");
    }
}
