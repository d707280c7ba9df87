package org.anychat.webrtc.srtp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Keys and packets of the SRTP tests. */
final class Packets {
    /** Where the tests put a packet into its buffer: never at the front. */
    static final int OFFSET = 7;

    private static final int ROOM = SrtpProfile.MAX_OVERHEAD_BYTES;

    private Packets() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** Keys of one end; {@link #swapped} has those of the other. */
    static SrtpKeys keys(SrtpProfile profile, long seed) {
        byte[] material = new byte[profile.keyingMaterialLength()];
        new Random(seed).nextBytes(material);
        return SrtpKeys.fromKeyingMaterial(profile, material, true);
    }

    static SrtpKeys swapped(SrtpKeys keys) {
        return new SrtpKeys(keys.profile(), keys.remoteKey(), keys.remoteSalt(), keys.localKey(), keys.localSalt());
    }

    /** A plain RTP packet whose payload counts up from the sequence number. */
    static byte[] rtp(int ssrc, int sequenceNumber, int payloadLength) {
        byte[] packet = new byte[12 + payloadLength];
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        Words.int32(packet, 4, 3000 * sequenceNumber);
        Words.int32(packet, 8, ssrc);
        for (int i = 0; i < payloadLength; i++) {
            packet[12 + i] = (byte) (sequenceNumber + i);
        }
        return packet;
    }

    /** An RTP packet with two CSRCs and a header extension of two words. */
    static byte[] rtpWithFullHeader(int ssrc, int sequenceNumber) {
        byte[] plain = rtp(ssrc, sequenceNumber, 100);
        plain[0] |= 0x12;
        Words.int32(plain, 20, 0xBEDE_0002);
        return plain;
    }

    /** A receiver report without blocks, and bytes behind it. */
    static byte[] rtcp(int ssrc, int moreBytes) {
        byte[] packet = new byte[8 + moreBytes];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 201;
        packet[3] = 1;
        Words.int32(packet, 4, ssrc);
        for (int i = 0; i < moreBytes; i++) {
            packet[8 + i] = (byte) i;
        }
        return packet;
    }

    /** The packet at {@link #OFFSET} of a buffer with room behind it. */
    static byte[] buffer(byte[] packet) {
        byte[] buffer = new byte[OFFSET + packet.length + ROOM];
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return buffer;
    }

    static byte[] protectRtp(SrtpSender sender, byte[] packet) {
        byte[] buffer = buffer(packet);
        return result(buffer, sender.protectRtp(buffer, OFFSET, packet.length));
    }

    static byte[] protectRtcp(SrtpSender sender, byte[] packet) {
        byte[] buffer = buffer(packet);
        return result(buffer, sender.protectRtcp(buffer, OFFSET, packet.length));
    }

    static byte[] unprotectRtp(SrtpReceiver receiver, byte[] packet) {
        byte[] buffer = buffer(packet);
        return result(buffer, receiver.unprotectRtp(buffer, OFFSET, packet.length));
    }

    static byte[] unprotectRtcp(SrtpReceiver receiver, byte[] packet) {
        byte[] buffer = buffer(packet);
        return result(buffer, receiver.unprotectRtcp(buffer, OFFSET, packet.length));
    }

    /** What opening gives: the length, or the reject code. */
    static int tryUnprotectRtp(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotectRtp(buffer(packet), OFFSET, packet.length);
    }

    static int tryUnprotectRtcp(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotectRtcp(buffer(packet), OFFSET, packet.length);
    }

    private static byte[] result(byte[] buffer, int length) {
        if (length < 0) {
            throw new AssertionError(SrtpReject.of(length));
        }
        return Arrays.copyOfRange(buffer, OFFSET, OFFSET + length);
    }
}
