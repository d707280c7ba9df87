package org.anychat.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.ReceptionStatistics;
import org.anychat.webrtc.rtp.RtpPacket;

/** Packets as clients send and read them. */
final class TestPackets {
    private TestPackets() {}

    /** A packet without extensions. */
    static byte[] rtp(int payloadType, int sequenceNumber, int timestamp, int ssrc, byte... payload) {
        return ByteBuffer.allocate(12 + payload.length)
                .put((byte) 0x80)
                .put((byte) payloadType)
                .putShort((short) sequenceNumber)
                .putInt(timestamp)
                .putInt(ssrc)
                .put(payload)
                .array();
    }

    /** The same packet with an audio level (RFC 6464) of 0, the loudest, to 127, silence, as extension 1. */
    static byte[] withLevel(int level, byte... packet) {
        byte[] extended = ByteBuffer.allocate(packet.length + 8)
                .put(packet, 0, 12)
                .putShort((short) 0xBEDE)
                .putShort((short) 1)
                .putInt(0x10_80_00_00 | level << 16)
                .put(packet, 12, packet.length - 12)
                .array();
        extended[0] |= 0x10;
        return extended;
    }

    /** A whole VP8 frame in one packet: descriptor with X, S and a 15-bit picture id, payload header, a marker number. */
    static byte[] vp8(boolean keyFrame, int number) {
        return ByteBuffer.allocate(9)
                .put((byte) 0x90)
                .put((byte) 0x80)
                .putShort((short) (0x8000 | (number & 0x7FFF)))
                .put((byte) (keyFrame ? 0x00 : 0x01))
                .putInt(number)
                .array();
    }

    /** A single NAL unit packet: IDR or not, and a marker number. */
    static byte[] h264(boolean keyFrame, int number) {
        return ByteBuffer.allocate(5)
                .put((byte) (keyFrame ? 0x65 : 0x61))
                .putInt(number)
                .array();
    }

    /** Any bytes will do for Opus: a TOC and a marker number. */
    static byte[] opus(int number) {
        return ByteBuffer.allocate(5).put((byte) 0x78).putInt(number).array();
    }

    /** RED of Opus (RFC 2198) as browsers send it: the packet before once more, 960 samples older, and this one. */
    static byte[] redundantOpus(int blockPayloadType, int number) {
        byte[] before = opus(number - 1);
        return ByteBuffer.allocate(5 + 2 * before.length)
                .putInt(((0x80 | blockPayloadType) << 24) | (960 << 10) | before.length)
                .put((byte) blockPayloadType)
                .put(before)
                .put(opus(number))
                .array();
    }

    /** A report that a viewer has lost every other packet of a source. */
    static byte[] lossReport(int ssrc) {
        ReceptionStatistics statistics = new ReceptionStatistics(48_000);
        for (int i = 0; i < 10; i++) {
            statistics.onPacket(2 * i, 1920 * i, 40_000_000L * i);
        }
        RtcpWriter writer = new RtcpWriter();
        byte[] buffer = new byte[64];
        writer.wrap(buffer, 0, buffer.length).receiverReport(1);
        writer.reportBlock(ssrc, statistics, 0);
        return java.util.Arrays.copyOf(buffer, writer.length());
    }

    static RtpPacket read(byte[] packet) {
        RtpPacket read = new RtpPacket();
        if (!read.wrap(packet, 0, packet.length)) {
            throw new AssertionError("not an RTP packet");
        }
        return read;
    }

    /** The marker number at the end of a payload; the relay pads video. */
    static int number(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(packet.length - read(packet).paddingLength() - 4);
    }

    static byte[] nack(int ssrc, int... sequenceNumbers) {
        RtcpWriter writer = new RtcpWriter();
        byte[] buffer = new byte[1200];
        writer.wrap(buffer, 0, buffer.length).nack(1, ssrc, sequenceNumbers, sequenceNumbers.length);
        return java.util.Arrays.copyOf(buffer, writer.length());
    }

    static byte[] pli(int ssrc) {
        RtcpWriter writer = new RtcpWriter();
        byte[] buffer = new byte[64];
        writer.wrap(buffer, 0, buffer.length).pli(1, ssrc);
        return java.util.Arrays.copyOf(buffer, writer.length());
    }

    static byte[] senderReport(int ssrc, long ntp, int timestamp) {
        RtcpWriter writer = new RtcpWriter();
        byte[] buffer = new byte[64];
        writer.wrap(buffer, 0, buffer.length).senderReport(ssrc, ntp, timestamp, 1, 1);
        return java.util.Arrays.copyOf(buffer, writer.length());
    }

    /** How many packets of a kind are in these compounds. */
    static int count(List<byte[]> compounds, RtcpKind kind) {
        return of(compounds, kind).size();
    }

    /** Readers that stand at each packet of a kind. */
    static List<RtcpReader> of(List<byte[]> compounds, RtcpKind kind) {
        List<RtcpReader> found = new ArrayList<>();
        for (byte[] compound : compounds) {
            for (int skip = 0; ; skip++) {
                RtcpReader reader = at(compound, skip);
                if (reader == null) {
                    break;
                }
                if (reader.kind() == kind) {
                    found.add(reader);
                }
            }
        }
        return found;
    }

    private static RtcpReader at(byte[] compound, int index) {
        RtcpReader reader = new RtcpReader();
        if (!reader.wrap(compound, 0, compound.length)) {
            throw new AssertionError("not RTCP");
        }
        for (int i = 0; i <= index; i++) {
            if (!reader.next()) {
                return null;
            }
        }
        return reader;
    }
}
