package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.anychat.testsupport.LinkConditions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A connection stays as it is whatever comes from the peer's own address, which anybody may forge who knows it. */
class PeerTransportFuzzTest {
    private static final int PACKET_LENGTH = 20;
    private static final byte[] ROOM = new byte[PACKET_LENGTH + DatagramReceiver.TAIL_ROOM];

    private static TransportWorld world;
    private static int sequenceNumber;

    @BeforeAll
    static void connect() {
        world = new TransportWorld(new Random(1), LinkConditions.PERFECT);
        world.connect();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @FuzzTest
    void shouldStayConnectedUnderGarbage(byte[] data) {
        byte[] garbage = Arrays.copyOf(data, data.length + DatagramReceiver.TAIL_ROOM);
        world.server.transport.onDatagram(garbage, 0, data.length, TransportWorld.CLIENT_ADDRESS, world.clock.nowNs());

        assertEquals(List.of("connected"), world.server.events);
        assertEquals(0, world.server.rtp.size());
        assertEquals(0, world.server.transport.counters().rejected(TransportReject.UNVALIDATED_ADDRESS));
        checkMedia();
    }

    private static void checkMedia() {
        byte[] packet = ROOM.clone();
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (++sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        assertTrue(world.client.transport.sendRtp(packet, 0, PACKET_LENGTH));
        world.advanceMs(0);
        assertEquals(1, world.server.rtp.size());
        world.server.rtp.clear();
    }
}
