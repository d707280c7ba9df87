package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of sequences of packets: order, replay, rollover, bounds. */
class SrtpSequenceTest {
    private static final int SSRC = 0x1234_5678;
    private static final SrtpProfile GCM = SrtpProfile.AEAD_AES_128_GCM;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final SrtpKeys keys = Packets.keys(GCM, 2);
    private final SrtpSender sender = new SrtpSender(keys);
    private final SrtpReceiver receiver = new SrtpReceiver(Packets.swapped(keys));

    private byte[] sealed(int sequenceNumber) {
        return Packets.protectRtp(sender, Packets.rtp(SSRC, sequenceNumber & 0xFFFF, 10));
    }

    private int open(byte[] packet) {
        return Packets.tryUnprotectRtp(receiver, packet);
    }

    @Test
    void shouldRejectAReplayedRtpPacket() {
        byte[] packet = sealed(100);

        assertTrue(open(packet) > 0);
        assertEquals(SrtpReject.REPLAYED.code(), open(packet));
        assertEquals(1, receiver.rejected(SrtpReject.REPLAYED));
    }

    @Test
    void shouldRejectAReplayedRtcpPacket() {
        byte[] packet = Packets.protectRtcp(sender, Packets.rtcp(SSRC, 16));

        assertTrue(Packets.tryUnprotectRtcp(receiver, packet) > 0);
        assertEquals(SrtpReject.REPLAYED.code(), Packets.tryUnprotectRtcp(receiver, packet));
    }

    @Test
    void shouldAcceptEachPacketOfTheWindowOnceInAnyOrder() {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < ReplayWindow.SIZE; i++) {
            packets.add(sealed(65_500 + i));
        }
        byte[] newest = packets.get(packets.size() - 1);
        // The first to arrive fixes the rollover counter at 0, so it is one from before the rollover.
        assertTrue(open(packets.get(0)) > 0);
        assertTrue(open(newest) > 0);
        List<byte[]> between = packets.subList(1, packets.size() - 1);
        Collections.shuffle(between, seeded.random());

        between.forEach(packet -> assertTrue(open(packet) > 0));
        packets.forEach(packet -> assertEquals(SrtpReject.REPLAYED.code(), open(packet)));
    }

    @Test
    void shouldRejectWhatIsBehindTheWindow() {
        byte[] late = sealed(1000);
        byte[] justInTime = sealed(1001);
        byte[] newest = sealed(1000 + ReplayWindow.SIZE);

        assertTrue(open(newest) > 0);
        assertEquals(SrtpReject.TOO_OLD.code(), open(late));
        assertTrue(open(justInTime) > 0);
    }

    @Test
    void shouldNotMoveTheWindowForAForgedPacket() {
        assertTrue(open(sealed(10)) > 0);
        byte[] forged = Packets.rtp(SSRC, 10_000, 40);

        assertEquals(SrtpReject.AUTHENTICATION_FAILED.code(), open(forged));
        assertTrue(open(sealed(11)) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowRolloversThroughLossAndReordering(SrtpProfile profile) {
        Random random = seeded.random();
        SrtpKeys profileKeys = Packets.keys(profile, 3);
        SrtpSender lossySender = new SrtpSender(profileKeys);
        SrtpReceiver lossyReceiver = new SrtpReceiver(Packets.swapped(profileKeys));
        List<byte[]> inFlight = new ArrayList<>();
        int opened = 0;
        int expected = 0;
        int sequenceNumber = 60_000;
        while (sequenceNumber < 60_000 + 5 * 65_536) {
            sequenceNumber += random.nextInt(4) == 0 ? 1 + random.nextInt(2000) : 1 + random.nextInt(50);
            byte[] packet = Packets.protectRtp(lossySender, Packets.rtp(SSRC, sequenceNumber & 0xFFFF, 10));
            if (random.nextInt(5) == 0) {
                continue;
            }
            expected++;
            inFlight.add(packet);
            if (inFlight.size() >= 2 && random.nextBoolean()) {
                opened += drain(lossyReceiver, inFlight);
            }
        }
        opened += drain(lossyReceiver, inFlight);

        long behind = lossyReceiver.rejected(SrtpReject.TOO_OLD);
        assertEquals(expected, opened + behind);
        assertEquals(0, lossyReceiver.rejected(SrtpReject.AUTHENTICATION_FAILED));
        assertTrue(opened > 500, "opened " + opened);
    }

    /** Opens the newest first. */
    private static int drain(SrtpReceiver receiver, List<byte[]> inFlight) {
        int opened = 0;
        for (int i = inFlight.size() - 1; i >= 0; i--) {
            opened += Packets.tryUnprotectRtp(receiver, inFlight.get(i)) > 0 ? 1 : 0;
        }
        inFlight.clear();
        return opened;
    }

    @ParameterizedTest
    @EnumSource
    void shouldProtectTheSamePacketAgainToTheSameBytes(SrtpProfile profile) {
        SrtpSender resender = new SrtpSender(Packets.keys(profile, 4));
        byte[] packet = Packets.rtp(SSRC, 65_535, 10);
        byte[] first = Packets.protectRtp(resender, packet);

        assertArrayEquals(first, Packets.protectRtp(resender, packet));
        Packets.protectRtp(resender, Packets.rtp(SSRC, 20, 10));
        assertArrayEquals(first, Packets.protectRtp(resender, packet), "from before the rollover");
    }

    @Test
    void shouldRefuseToSendFromBeforeTheFirstRollover() {
        sealed(3);
        byte[] packet = Packets.buffer(Packets.rtp(SSRC, 65_000, 10));

        assertEquals(SrtpReject.TOO_OLD.code(), sender.protectRtp(packet, Packets.OFFSET, 22));
    }

    @Test
    void shouldRejectWhatComesFromBeforeTheFirstRollover() {
        assertTrue(open(sealed(3)) > 0);

        assertEquals(SrtpReject.TOO_OLD.code(), open(Packets.rtp(SSRC, 65_000, 40)));
    }

    @Test
    void shouldSendABoundedNumberOfSources() {
        for (int ssrc = 0; ssrc < SrtpSender.MAX_SOURCES; ssrc++) {
            Packets.protectRtp(sender, Packets.rtp(ssrc, 1, 5));
        }
        byte[] oneMore = Packets.buffer(Packets.rtp(-1, 1, 5));

        assertEquals(SrtpReject.TOO_MANY_SOURCES.code(), sender.protectRtp(oneMore, Packets.OFFSET, 17));
    }

    @Test
    void shouldRefuseAnIndexBeyondTheLastRollover() {
        sender.startSource(SSRC, PacketIndex.LIMIT - 2);
        receiver.startSource(SSRC, PacketIndex.LIMIT - 2);

        assertTrue(open(sealed(0xFFFF)) > 0);
        byte[] beyond = Packets.buffer(Packets.rtp(SSRC, 0, 10));
        assertEquals(SrtpReject.KEY_EXHAUSTED.code(), sender.protectRtp(beyond, Packets.OFFSET, 22));
        assertEquals(SrtpReject.KEY_EXHAUSTED.code(), open(Packets.rtp(SSRC, 0, 40)));
    }

    @Test
    void shouldRefuseMorePacketsThanTheKeyMayProtect() {
        SrtpTransform transform = SrtpTransform.of(GCM, keys.localKey(), keys.localSalt(), new SrtpScratch());
        SrtpSender last = new SrtpSender(GCM, transform, PacketIndex.LIMIT - 1, Integer.MAX_VALUE);

        Packets.protectRtp(last, Packets.rtp(SSRC, 1, 10));
        Packets.protectRtcp(last, Packets.rtcp(SSRC, 10));
        byte[] rtp = Packets.buffer(Packets.rtp(SSRC, 2, 10));
        byte[] rtcp = Packets.buffer(Packets.rtcp(SSRC, 10));
        assertEquals(SrtpReject.KEY_EXHAUSTED.code(), last.protectRtp(rtp, Packets.OFFSET, 22));
        assertEquals(SrtpReject.KEY_EXHAUSTED.code(), last.protectRtcp(rtcp, Packets.OFFSET, 18));
    }
}
