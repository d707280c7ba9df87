package org.anychat.webrtc.srtp;

/** The little that SRTP must know of the packets it carries. */
final class PacketShape {
    /** The part of a compound RTCP packet that stays readable: first header and sender SSRC (RFC 3711 section 3.4). */
    static final int RTCP_HEADER_LENGTH = 8;

    private static final int RTP_FIXED_HEADER_LENGTH = 12;
    private static final int VERSION_2 = 2;

    private PacketShape() {}

    /**
     * Length of the RTP header with CSRCs and extension (RFC 3550 section 5), the part that is not encrypted.
     *
     * @return bytes, or -1 if it is not an RTP header or does not fit into the length
     */
    static int rtpHeaderLength(byte[] buffer, int offset, int length) {
        if (length < RTP_FIXED_HEADER_LENGTH || version(buffer[offset]) != VERSION_2) {
            return -1;
        }
        int header = RTP_FIXED_HEADER_LENGTH + 4 * (buffer[offset] & 0x0F);
        if ((buffer[offset] & 0x10) != 0) {
            if (header + 4 > length) {
                return -1;
            }
            header += 4 + 4 * Words.uint16(buffer, offset + header + 2);
        }
        return header <= length ? header : -1;
    }

    static boolean isRtcp(byte[] buffer, int offset, int length) {
        return length >= RTCP_HEADER_LENGTH && version(buffer[offset]) == VERSION_2;
    }

    static int rtpSequenceNumber(byte[] buffer, int offset) {
        return Words.uint16(buffer, offset + 2);
    }

    static int rtpSsrc(byte[] buffer, int offset) {
        return Words.int32(buffer, offset + 8);
    }

    static int rtcpSsrc(byte[] buffer, int offset) {
        return Words.int32(buffer, offset + 4);
    }

    private static int version(byte first) {
        return (first >> 6) & 0x03;
    }
}
