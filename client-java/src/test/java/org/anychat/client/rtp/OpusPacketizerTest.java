package org.anychat.client.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpusPacketizerTest {
    private final OpusPacketizer packetizer = new OpusPacketizer(1275);

    @Test
    void shouldMarkOnlyTheFirstPacket() {
        assertEquals(List.of(true), Payloads.of(packetizer, new byte[] {1}).markers);
        assertEquals(List.of(false), Payloads.of(packetizer, new byte[] {2}).markers);
    }

    @Test
    void shouldBringBackPacketsOfEverySize() {
        FrameBuffer frame = new FrameBuffer(1275);
        for (int size = 1; size <= 1275; size++) {
            byte[] packet = new byte[size];
            packet[size - 1] = (byte) size;

            Payloads payloads = Payloads.of(packetizer, packet);

            frame.clear();
            assertTrue(payloads.joinInto(frame, new OpusDepacketizer()));
            assertArrayEquals(packet, frame.toArray());
        }
    }

    @Test
    void shouldLeaveOutWhatCannotBeAPayload() {
        assertTrue(Payloads.of(packetizer, new byte[0]).bytes.isEmpty());
        assertTrue(Payloads.of(packetizer, new byte[1276]).bytes.isEmpty());
        assertFalse(new OpusDepacketizer().append(new byte[0], 0, 0, new FrameBuffer(10)));
    }
}
