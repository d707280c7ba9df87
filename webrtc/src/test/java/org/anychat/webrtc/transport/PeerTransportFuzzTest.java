package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PeerTransportFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final int MAX_LENGTH = 200;

    /** One first byte of every class of RFC 7983. */
    private static final int[] FIRST_BYTES = {0, 1, 20, 21, 22, 23, 25, 64, 0x80, 0x90, 0xBF};

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private TransportWorld world;

    @AfterEach
    void close() {
        world.close();
    }

    /** From the peer's own address, which anybody may forge who knows it. */
    @Test
    void shouldStayConnectedUnderGarbage() {
        Random random = seeded.random();
        world = new TransportWorld(random, LinkConditions.PERFECT);
        world.connect();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] garbage = garbage(random);
            int length = random.nextInt(MAX_LENGTH);
            world.server.transport.onDatagram(garbage, 0, length, TransportWorld.CLIENT_ADDRESS, world.clock.nowNs());
        }
        byte[] packet = new byte[20 + DatagramReceiver.TAIL_ROOM];
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        assertTrue(world.client.transport.sendRtp(packet, 0, 20));
        world.advanceMs(100);

        assertEquals(1, world.server.rtp.size());
        assertEquals(List.of("connected"), world.server.events);
        assertEquals(0, rejectedAs(TransportReject.UNVALIDATED_ADDRESS));
        assertTrue(rejectedAs(TransportReject.STUN_MALFORMED) > 0);
        assertTrue(rejectedAs(TransportReject.SRTP_REJECTED) > 0);
        assertTrue(rejectedAs(TransportReject.UNKNOWN_CLASS) > 0);
    }

    private long rejectedAs(TransportReject reason) {
        return world.server.transport.counters().rejected(reason);
    }

    private static byte[] garbage(Random random) {
        byte[] data = new byte[MAX_LENGTH + DatagramReceiver.TAIL_ROOM];
        random.nextBytes(data);
        data[0] = (byte) FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
        if (random.nextBoolean()) {
            // The version of DTLS 1.2 and an epoch in use, so that records reach the protocol.
            data[1] = (byte) 0xFE;
            data[2] = (byte) 0xFD;
            Arrays.fill(data, 3, 11, (byte) random.nextInt(2));
        }
        return data;
    }
}
