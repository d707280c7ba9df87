package org.anychat.webrtc.rtp;

/** Tells the first packet of a picture that decodes on its own. Looks at payload bytes only, and never beyond them. */
public final class KeyFrames {
    private static final int NAL_IDR = 5;
    private static final int NAL_SPS = 7;
    private static final int NAL_STAP_A = 24;
    private static final int NAL_FU_A = 28;
    private static final int OBU_SEQUENCE_HEADER = 1;

    private KeyFrames() {}

    /**
     * Whether a decoder may start at this packet.
     *
     * @param codec of the packet's payload type
     * @param packet a wrapped packet
     * @return true for the first packet of a key frame; false for all others and for payload that is malformed
     */
    public static boolean isStart(VideoCodec codec, RtpPacket packet) {
        int from = packet.payloadOffset();
        int to = from + packet.payloadLength();
        if (from >= to) {
            return false;
        }
        return switch (codec) {
            case VP8 -> isVp8Start(packet.buffer(), from, to);
            case VP9 -> isVp9Start(packet.buffer(), from, to);
            case H264 -> isH264Start(packet.buffer(), from, to);
            case AV1 -> isAv1Start(packet.buffer(), from, to);
        };
    }

    /** S bit, partition 0, and the P bit of the VP8 payload header clear (RFC 7741 §4.2, §4.3). */
    private static boolean isVp8Start(byte[] buffer, int from, int to) {
        if ((buffer[from] & 0x17) != 0x10) {
            return false;
        }
        int descriptorLength = Vp8Descriptor.lengthOf(buffer, from, to - from);
        return descriptorLength > 0 && from + descriptorLength < to && (buffer[from + descriptorLength] & 1) == 0;
    }

    /** B set, P clear, and the lowest spatial layer, which depends on no other (RFC 9628 §4.2). */
    private static boolean isVp9Start(byte[] buffer, int from, int to) {
        int flags = buffer[from];
        boolean pictureId = (flags & 0x80) != 0;
        boolean interPredicted = (flags & 0x40) != 0;
        boolean layers = (flags & 0x20) != 0;
        boolean beginning = (flags & 0x08) != 0;
        if (interPredicted || !beginning) {
            return false;
        }
        int at = from + 1;
        if (pictureId) {
            at += at < to && (buffer[at] & 0x80) != 0 ? 2 : 1;
        }
        if (!layers) {
            return at < to;
        }
        return at < to && (buffer[at] & 0x0F) == 0;
    }

    /** A sequence parameter set, or an IDR picture, alone, first in a STAP-A, or in the first fragment of a FU-A. */
    private static boolean isH264Start(byte[] buffer, int from, int to) {
        int type = buffer[from] & 0x1F;
        if (type == NAL_FU_A) {
            boolean first = from + 1 < to && (buffer[from + 1] & 0x80) != 0;
            return first && startsPicture(buffer[from + 1] & 0x1F);
        }
        return type == NAL_STAP_A ? stapStartsPicture(buffer, from + 1, to) : startsPicture(type);
    }

    private static boolean stapStartsPicture(byte[] buffer, int from, int to) {
        int at = from;
        while (at + 2 < to) {
            int size = NetworkOrder.uint16(buffer, at);
            if (startsPicture(buffer[at + 2] & 0x1F)) {
                return at + 2 + size <= to && size > 0;
            }
            at += 2 + size;
        }
        return false;
    }

    private static boolean startsPicture(int nalType) {
        return nalType == NAL_IDR || nalType == NAL_SPS;
    }

    /** N set, Z clear, and an OBU element that is a sequence header (AV1 RTP §4.4). */
    private static boolean isAv1Start(byte[] buffer, int from, int to) {
        int header = buffer[from];
        boolean continued = (header & 0x80) != 0;
        boolean newSequence = (header & 0x08) != 0;
        return newSequence && !continued && hasSequenceHeader(buffer, from + 1, to, (header >> 4) & 0x03);
    }

    private static boolean hasSequenceHeader(byte[] buffer, int from, int to, int elementCount) {
        int at = from;
        for (int element = 1; at < to; element++) {
            int size = to - at;
            if (element != elementCount) {
                long leb128 = leb128(buffer, at, to);
                at += (int) (leb128 >>> 32);
                size = (int) leb128;
            }
            if (at >= to || size <= 0 || size > to - at) {
                return false;
            }
            if (((buffer[at] >> 3) & 0x0F) == OBU_SEQUENCE_HEADER) {
                return true;
            }
            at += size;
        }
        return false;
    }

    /** The bytes read in the high half, the value in the low half: 0 where it is cut or over 28 bits. */
    private static long leb128(byte[] buffer, int from, int to) {
        int value = 0;
        for (int i = 0; i < 4 && from + i < to; i++) {
            value |= (buffer[from + i] & 0x7F) << (7 * i);
            if (buffer[from + i] >= 0) {
                return (long) (i + 1) << 32 | value;
            }
        }
        return 0;
    }
}
