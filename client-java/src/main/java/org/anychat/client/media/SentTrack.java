package org.anychat.client.media;

import org.anychat.webrtc.rtcp.RtcpWriter;

/** A track that a connection sends, and what the other side says of it. For the connection's loop. */
interface SentTrack {
    int ssrc();

    /** Sends what is due. */
    void onTimer(long nowNs);

    /** The receiver lacks a packet. */
    void onNack(int lostSequenceNumber);

    /** The receiver cannot go on without a key frame. */
    void onKeyFrameRequest(long nowNs);

    /** Appends a sender report (RFC 3550 section 6.4.1) and the CNAME, where there is anything to tell. */
    void report(RtcpWriter writer, byte[] cname, long nowNs, long unixNs);
}
