package org.anychat.webrtc.rtcp;

/** The RTCP packets that the reader tells apart. */
public enum RtcpKind {
    /** SR, RFC 3550 §6.4.1. */
    SENDER_REPORT,
    /** RR, RFC 3550 §6.4.2. */
    RECEIVER_REPORT,
    /** SDES, RFC 3550 §6.5. */
    SOURCE_DESCRIPTION,
    /** BYE, RFC 3550 §6.6. */
    BYE,
    /** Generic NACK, RFC 4585 §6.2.1. */
    NACK,
    /** Picture loss indication, RFC 4585 §6.3.1. */
    PLI,
    /** Full intra request, RFC 5104 §4.3.1. */
    FIR,
    /** Receiver estimated maximum bitrate, draft-alvestrand-rmcat-remb. */
    REMB,
    /** Transport-wide congestion control feedback, draft-holmer-rmcat-transport-wide-cc-extensions. */
    TRANSPORT_FEEDBACK,
    /** Well-formed, but none of these. */
    OTHER;

    /** The kind of a packet type and its FMT field; REMB where its identifier may follow. */
    static RtcpKind of(int packetType, int format) {
        return switch (packetType) {
            case 200 -> SENDER_REPORT;
            case 201 -> RECEIVER_REPORT;
            case 202 -> SOURCE_DESCRIPTION;
            case 203 -> BYE;
            case 205 -> transportSpecific(format);
            case 206 -> payloadSpecific(format);
            default -> OTHER;
        };
    }

    private static RtcpKind transportSpecific(int format) {
        return switch (format) {
            case 1 -> NACK;
            case 15 -> TRANSPORT_FEEDBACK;
            default -> OTHER;
        };
    }

    private static RtcpKind payloadSpecific(int format) {
        return switch (format) {
            case 1 -> PLI;
            case 4 -> FIR;
            case 15 -> REMB;
            default -> OTHER;
        };
    }
}
