package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ours against jitsi-srtp, in both directions, from the same master keys. */
class SrtpInteropTest {
    private static final int SSRC = 0x0BAD_CAFE;
    private static final int PACKETS = 400;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @BeforeAll
    static void useTheSameCiphers() {
        Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeUnderstood(SrtpProfile profile) throws Exception {
        SrtpKeys keys = Packets.keys(profile, 6);
        SrtpSender ours = new SrtpSender(keys);
        SrtpContextFactory theirs = theirs(profile, keys.localKey(), keys.localSalt(), false);
        SrtpCryptoContext rtp = theirs.deriveContext(SSRC, 0);
        SrtcpCryptoContext rtcp = theirs.deriveControlContext(SSRC);
        Random random = seeded.random();
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = Packets.rtp(SSRC, (65_400 + i) & 0xFFFF, random.nextInt(1200));
            Region region = new Region(Packets.protectRtp(ours, packet));
            assertEquals(SrtpErrorStatus.OK, rtp.reverseTransformPacket(region, false));
            assertArrayEquals(packet, region.bytes());

            byte[] report = Packets.rtcp(SSRC, 4 * random.nextInt(100));
            Region reportRegion = new Region(Packets.protectRtcp(ours, report));
            assertEquals(SrtpErrorStatus.OK, rtcp.reverseTransformPacket(reportRegion));
            assertArrayEquals(report, reportRegion.bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldUnderstand(SrtpProfile profile) throws Exception {
        SrtpKeys keys = Packets.keys(profile, 7);
        SrtpReceiver ours = new SrtpReceiver(keys);
        SrtpContextFactory theirs = theirs(profile, keys.remoteKey(), keys.remoteSalt(), true);
        SrtpCryptoContext rtp = theirs.deriveContext(SSRC, 0);
        SrtcpCryptoContext rtcp = theirs.deriveControlContext(SSRC);
        Random random = seeded.random();
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = Packets.rtp(SSRC, (65_400 + i) & 0xFFFF, random.nextInt(1200));
            Region region = new Region(packet);
            assertEquals(SrtpErrorStatus.OK, rtp.transformPacket(region));
            assertArrayEquals(packet, Packets.unprotectRtp(ours, region.bytes()));

            byte[] report = Packets.rtcp(SSRC, 4 * random.nextInt(100));
            Region reportRegion = new Region(report);
            assertEquals(SrtpErrorStatus.OK, rtcp.transformPacket(reportRegion));
            assertArrayEquals(report, Packets.unprotectRtcp(ours, reportRegion.bytes()));
        }
    }

    private static SrtpContextFactory theirs(SrtpProfile profile, byte[] key, byte[] salt, boolean sender) {
        SrtpPolicy policy =
                switch (profile) {
                    case AEAD_AES_128_GCM ->
                        new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
                    case AEAD_AES_256_GCM ->
                        new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 32, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
                    case AES128_CM_HMAC_SHA1_80 ->
                        new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
                };
        return new SrtpContextFactory(sender, key, salt, policy, policy, new LoggerImpl("srtp"));
    }

    /** A packet with room on both sides, as the other implementation wants it. */
    private static final class Region implements ByteArrayBuffer {
        private static final int ROOM = 64;

        private byte[] buffer;
        private int offset = ROOM;
        private int length;

        Region(byte[] packet) {
            buffer = new byte[ROOM + packet.length + ROOM];
            length = packet.length;
            System.arraycopy(packet, 0, buffer, offset, length);
        }

        byte[] bytes() {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return offset;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int newLength) {
            length = newLength;
        }

        @Override
        public void setOffset(int newOffset) {
            offset = newOffset;
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int from, int count, byte[] to) {
            System.arraycopy(buffer, offset + from, to, 0, count);
        }

        @Override
        public void grow(int by) {
            buffer = Arrays.copyOf(buffer, buffer.length + by);
        }

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, buffer, offset + length, count);
            length += count;
        }

        @Override
        public void shrink(int by) {
            length -= by;
        }
    }
}
