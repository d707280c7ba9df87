package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of sources that come and go under keys that stay. */
class SrtpSourcesTest {
    private static final int SSRC = 0x1234_5678;
    private static final int MANY = 1000;
    private static final int FEW = 8;
    private static final int PAYLOAD = 10;

    private static SrtpSender sender(SrtpProfile profile) {
        return new SrtpSender(Packets.keys(profile, 5));
    }

    private static SrtpReceiver receiver(SrtpProfile profile) {
        return new SrtpReceiver(Packets.swapped(Packets.keys(profile, 5)), FEW);
    }

    private static byte[] rtp(SrtpSender sender, int ssrc, int sequenceNumber) {
        return Packets.protectRtp(sender, Packets.rtp(ssrc, sequenceNumber & 0xFFFF, PAYLOAD));
    }

    private static byte[] rtcp(SrtpSender sender, int ssrc) {
        return Packets.protectRtcp(sender, Packets.rtcp(ssrc, 16));
    }

    /** Others speak until nothing is followed that was before. */
    private static void letOthersSpeak(SrtpSender sender, SrtpReceiver receiver) {
        for (int other = 1; other <= FEW; other++) {
            assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, other, 1)) > 0);
            assertTrue(Packets.tryUnprotectRtcp(receiver, rtcp(sender, other)) > 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHearOneSourceAfterAnotherForEver(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int ssrc = 0; ssrc < MANY; ssrc++) {
            assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, ssrc, 1)) > 0, "RTP of source " + ssrc);
            assertTrue(Packets.tryUnprotectRtcp(receiver, rtcp(sender, ssrc)) > 0, "RTCP of source " + ssrc);
        }
        assertEquals(2 * FEW, receiver.sources());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWithASourceThatWasSilentWhileOthersCame(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int sequenceNumber = 40_000; sequenceNumber < 66_000; sequenceNumber += 1_000) {
            assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, SSRC, sequenceNumber)) > 0);
        }
        letOthersSpeak(sender, receiver);

        byte[] next = Packets.rtp(SSRC, 66_000 & 0xFFFF, PAYLOAD);
        assertArrayEquals(next, Packets.unprotectRtp(receiver, Packets.protectRtp(sender, next)), "after a rollover");
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNoReplayOfASourceThatWasSilentWhileOthersCame(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        List<byte[]> recorded = new ArrayList<>();
        for (int sequenceNumber = 65_000; sequenceNumber < 66_000; sequenceNumber++) {
            recorded.add(rtp(sender, SSRC, sequenceNumber));
        }
        recorded.forEach(packet -> assertTrue(Packets.tryUnprotectRtp(receiver, packet) > 0));
        byte[] report = rtcp(sender, SSRC);
        assertTrue(Packets.tryUnprotectRtcp(receiver, report) > 0);
        letOthersSpeak(sender, receiver);

        recorded.forEach(packet -> assertTrue(Packets.tryUnprotectRtp(receiver, packet) < 0));
        assertEquals(SrtpReject.REPLAYED.code(), Packets.tryUnprotectRtcp(receiver, report));
        assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, SSRC, 66_000)) > 0);
        recorded.forEach(packet -> assertTrue(Packets.tryUnprotectRtp(receiver, packet) < 0, "after it came back"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowWhoSpeaksWhileOthersComeAndGo(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int i = 0; i < MANY; i++) {
            byte[] late = rtp(sender, SSRC, 2 * i);
            assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, SSRC, 2 * i + 1)) > 0);
            assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, i, 1)) > 0);
            assertTrue(i == 0 || Packets.tryUnprotectRtp(receiver, late) > 0, "its window is still there");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNoForgedSourceInTheWay(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        byte[] late = rtp(sender, SSRC, 1);
        assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, SSRC, 2)) > 0);
        for (int ssrc = 0; ssrc < MANY; ssrc++) {
            assertEquals(
                    SrtpReject.AUTHENTICATION_FAILED.code(),
                    Packets.tryUnprotectRtp(receiver, Packets.rtp(ssrc, 1, 40)));
        }
        assertEquals(1, receiver.sources());
        assertTrue(Packets.tryUnprotectRtp(receiver, late) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendOneSourceAfterAnotherForEver(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        for (int ssrc = 0; ssrc < 3 * SrtpSender.MAX_SOURCES; ssrc++) {
            Packets.protectRtp(sender, Packets.rtp(ssrc, 1, 0));
            sender.end(ssrc);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotLetASourceBeginAgain(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        Packets.protectRtp(sender, Packets.rtp(SSRC, 7, PAYLOAD));
        sender.end(SSRC);
        for (int sequenceNumber : new int[] {0, 7, 8, 0xFFFF}) {
            byte[] again = Packets.buffer(Packets.rtp(SSRC, sequenceNumber, PAYLOAD));
            assertEquals(SrtpReject.SOURCE_ENDED.code(), sender.protectRtp(again, Packets.OFFSET, 12 + PAYLOAD));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndNothingButTheSource(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int sequenceNumber = 40_000; sequenceNumber < 66_000; sequenceNumber += 1_000) {
            rtp(sender, SSRC, sequenceNumber);
            rtp(sender, SSRC + 1, sequenceNumber);
        }
        sender.end(SSRC);
        sender.end(SSRC + 2);
        assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, SSRC + 2, 1)) > 0, "one that had not begun");
        receiver.startSource(SSRC + 1, 65_000);
        assertTrue(Packets.tryUnprotectRtp(receiver, rtp(sender, SSRC + 1, 66_000)) > 0, "after its rollover");
    }
}
