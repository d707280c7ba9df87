package org.anychat.webrtc.srtp;

import static org.anychat.webrtc.srtp.Packets.OFFSET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of single packets, good and bad, with either profile. */
class SrtpPacketTest {
    private static final int SSRC = 0xCAFE_BABE;
    private static final long KEY_SEED = 1;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private static SrtpSender sender(SrtpProfile profile) {
        return new SrtpSender(Packets.keys(profile, KEY_SEED));
    }

    private static SrtpReceiver receiver(SrtpProfile profile) {
        return new SrtpReceiver(Packets.swapped(Packets.keys(profile, KEY_SEED)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryRtpPacketsOfAllLengths(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int payload = 0; payload < 1300; payload += 13) {
            byte[] packet = Packets.rtp(SSRC, 1000 + payload, payload);
            byte[] sealed = Packets.protectRtp(sender, packet);

            assertEquals(packet.length + profile.rtpOverheadBytes(), sealed.length);
            assertArrayEquals(packet, Packets.unprotectRtp(receiver, sealed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveTheWholeRtpHeaderReadable(SrtpProfile profile) {
        byte[] packet = Packets.rtpWithFullHeader(SSRC, 1);
        int header = 12 + 2 * 4 + 4 + 2 * 4;

        byte[] sealed = Packets.protectRtp(sender(profile), packet);

        assertArrayEquals(Arrays.copyOf(packet, header), Arrays.copyOf(sealed, header));
        assertTrue(Arrays.mismatch(packet, header, packet.length, sealed, header, packet.length) >= 0);
        assertArrayEquals(packet, Packets.unprotectRtp(receiver(profile), sealed));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryRtcpPacketsOfAllLengths(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        for (int more = 0; more < 1300; more += 4) {
            byte[] packet = Packets.rtcp(SSRC, more);
            byte[] sealed = Packets.protectRtcp(sender, packet);

            assertEquals(packet.length + profile.rtcpOverheadBytes(), sealed.length);
            assertArrayEquals(packet, Packets.unprotectRtcp(receiver, sealed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepRtpAndRtcpOfOneSourceApart(SrtpProfile profile) {
        SrtpSender sender = sender(profile);
        SrtpReceiver receiver = receiver(profile);
        byte[] rtp = Packets.rtp(SSRC, 0, 20);
        byte[] rtcp = Packets.rtcp(SSRC, 20);

        byte[] sealedRtp = Packets.protectRtp(sender, rtp);
        byte[] sealedRtcp = Packets.protectRtcp(sender, rtcp);

        assertArrayEquals(rtp, Packets.unprotectRtp(receiver, sealedRtp));
        assertArrayEquals(rtcp, Packets.unprotectRtcp(receiver, sealedRtcp));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTouchNothingOutsideThePacket(SrtpProfile profile) {
        byte[] packet = Packets.rtp(SSRC, 9, 40);
        byte[] buffer = new byte[OFFSET + packet.length + 64];
        Arrays.fill(buffer, (byte) 0x5A);
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);

        int sealed = sender(profile).protectRtp(buffer, OFFSET, packet.length);
        int opened = receiver(profile).unprotectRtp(buffer, OFFSET, sealed);

        assertEquals(packet.length, opened);
        for (int i = 0; i < buffer.length; i++) {
            boolean outside = i < OFFSET || i >= OFFSET + sealed;
            assertTrue(!outside || buffer[i] == 0x5A, "byte " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectEveryTruncation(SrtpProfile profile) {
        SrtpReceiver receiver = receiver(profile);
        byte[] rtp = Packets.protectRtp(sender(profile), Packets.rtpWithFullHeader(SSRC, 5));
        byte[] rtcp = Packets.protectRtcp(sender(profile), Packets.rtcp(SSRC, 40));

        for (int length = 0; length < rtp.length; length++) {
            assertTrue(Packets.tryUnprotectRtp(receiver, Arrays.copyOf(rtp, length)) < 0, "RTP cut to " + length);
        }
        for (int length = 0; length < rtcp.length; length++) {
            assertTrue(Packets.tryUnprotectRtcp(receiver, Arrays.copyOf(rtcp, length)) < 0, "RTCP cut to " + length);
        }
        assertEquals(0, receiver.sources());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectEveryFlippedBitAndRememberNothing(SrtpProfile profile) {
        SrtpReceiver receiver = receiver(profile);
        byte[] rtp = Packets.protectRtp(sender(profile), Packets.rtpWithFullHeader(SSRC, 5));
        byte[] rtcp = Packets.protectRtcp(sender(profile), Packets.rtcp(SSRC, 40));

        for (int bit = 0; bit < 8 * rtp.length; bit++) {
            assertTrue(Packets.tryUnprotectRtp(receiver, flipped(rtp, bit)) < 0, "RTP bit " + bit);
        }
        for (int bit = 0; bit < 8 * rtcp.length; bit++) {
            assertTrue(Packets.tryUnprotectRtcp(receiver, flipped(rtcp, bit)) < 0, "RTCP bit " + bit);
        }
        assertEquals(0, receiver.sources());
        assertEquals(
                8L * (rtp.length + rtcp.length),
                receiver.rejected(SrtpReject.MALFORMED) + receiver.rejected(SrtpReject.AUTHENTICATION_FAILED));
        assertTrue(Packets.tryUnprotectRtp(receiver, rtp) > 0);
        assertTrue(Packets.tryUnprotectRtcp(receiver, rtcp) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveARejectedPacketAsItWas(SrtpProfile profile) {
        byte[] damaged = flipped(Packets.protectRtp(sender(profile), Packets.rtp(SSRC, 5, 50)), 8 * 30);
        byte[] buffer = Packets.buffer(damaged);

        assertEquals(
                SrtpReject.AUTHENTICATION_FAILED.code(),
                receiver(profile).unprotectRtp(buffer, OFFSET, damaged.length));
        assertArrayEquals(Packets.buffer(damaged), buffer);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveRandomBytes(SrtpProfile profile) {
        Random random = seeded.random();
        SrtpReceiver receiver = receiver(profile);
        SrtpSender sender = sender(profile);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 0 && random.nextBoolean()) {
                noise[0] = (byte) (0x80 | (noise[0] & 0x3F));
            }
            assertTrue(Packets.tryUnprotectRtp(receiver, noise) < 0);
            assertTrue(Packets.tryUnprotectRtcp(receiver, noise) < 0);
            int header = PacketShape.rtpHeaderLength(noise, 0, noise.length);
            assertEquals(
                    header < 0,
                    sender.protectRtp(Packets.buffer(noise), OFFSET, noise.length) == SrtpReject.MALFORMED.code());
        }
        assertEquals(0, receiver.sources());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectPacketsOfOtherKeys(SrtpProfile profile) {
        SrtpSender stranger = new SrtpSender(Packets.keys(profile, KEY_SEED + 1));
        SrtpReceiver receiver = receiver(profile);

        int rtp = Packets.tryUnprotectRtp(receiver, Packets.protectRtp(stranger, Packets.rtp(SSRC, 5, 50)));
        int rtcp = Packets.tryUnprotectRtcp(receiver, Packets.protectRtcp(stranger, Packets.rtcp(SSRC, 50)));

        assertEquals(SrtpReject.AUTHENTICATION_FAILED.code(), rtp);
        assertEquals(SrtpReject.AUTHENTICATION_FAILED.code(), rtcp);
        assertEquals(2, receiver.rejected(SrtpReject.AUTHENTICATION_FAILED));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseToProtectWithoutTailRoom(SrtpProfile profile) {
        byte[] rtp = Packets.rtp(SSRC, 5, 50);
        byte[] rtcp = Packets.rtcp(SSRC, 50);
        byte[] shortRtp = Arrays.copyOf(rtp, rtp.length + profile.rtpOverheadBytes() - 1);
        byte[] shortRtcp = Arrays.copyOf(rtcp, rtcp.length + profile.rtcpOverheadBytes() - 1);
        SrtpSender sender = sender(profile);

        assertEquals(SrtpReject.NO_ROOM.code(), sender.protectRtp(shortRtp, 0, rtp.length));
        assertEquals(SrtpReject.NO_ROOM.code(), sender.protectRtcp(shortRtcp, 0, rtcp.length));
        assertArrayEquals(Arrays.copyOf(rtp, shortRtp.length), shortRtp);
        assertArrayEquals(Arrays.copyOf(rtcp, shortRtcp.length), shortRtcp);
    }

    private static byte[] flipped(byte[] packet, int bit) {
        byte[] copy = packet.clone();
        copy[bit / 8] ^= (byte) (1 << (bit % 8));
        return copy;
    }
}
