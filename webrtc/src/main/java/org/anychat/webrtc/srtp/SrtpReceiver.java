package org.anychat.webrtc.srtp;

/**
 * Checks and opens what one peer sends: SRTP and SRTCP of all its sources under one master key. Owned by one thread.
 * Hostile input is rejected by a negative number and counted; nothing is remembered of a source before a packet of it
 * was authentic. A bounded number of sources is followed: whoever has been silent for the longest makes way for one that
 * is new, and goes on where it was when it speaks again.
 */
public final class SrtpReceiver {
    /** Bound on the sources of an ordinary publisher, for RTP and for RTCP each. */
    public static final int DEFAULT_MAX_SOURCES = 64;

    private final SrtpProfile profile;
    private final SrtpTransform transform;
    private final ReplayWindows rtpSources;
    private final ReplayWindows rtcpSources;
    private final long[] rejects = new long[SrtpReject.values().length];

    /**
     * Derives the session keys; follows up to {@link #DEFAULT_MAX_SOURCES} sources.
     *
     * @param keys of this end; the remote half is used
     */
    public SrtpReceiver(SrtpKeys keys) {
        this(keys, DEFAULT_MAX_SOURCES);
    }

    /**
     * Derives the session keys.
     *
     * @param keys of this end; the remote half is used
     * @param maxSources SSRCs that are followed at a time, for RTP and for RTCP each; a client that watches many needs
     *     three per watched camera and microphone
     */
    public SrtpReceiver(SrtpKeys keys, int maxSources) {
        this(keys, maxSources, new SrtpScratch());
    }

    /**
     * Derives the session keys.
     *
     * @param keys of this end; the remote half is used
     * @param maxSources as above
     * @param scratch shared by those of the thread
     */
    public SrtpReceiver(SrtpKeys keys, int maxSources, SrtpScratch scratch) {
        this(
                keys.profile(),
                SrtpTransform.of(keys.profile(), keys.remoteKey(), keys.remoteSalt(), scratch),
                maxSources);
    }

    SrtpReceiver(SrtpProfile profile, SrtpTransform transform, int maxSources) {
        this.profile = profile;
        this.transform = transform;
        rtpSources = new ReplayWindows(maxSources);
        rtcpSources = new ReplayWindows(maxSources);
    }

    /**
     * Authenticates and decrypts an SRTP packet in place.
     *
     * @param buffer the caller's
     * @param offset where the packet starts
     * @param length of the packet, in bytes
     * @return length of the RTP packet, or the code of a {@link SrtpReject}: then the buffer is unchanged
     */
    public int unprotectRtp(byte[] buffer, int offset, int length) {
        int headerLength = PacketShape.rtpHeaderLength(buffer, offset, length - profile.rtpOverheadBytes());
        if (headerLength < 0) {
            return reject(SrtpReject.MALFORMED);
        }
        int ssrc = PacketShape.rtpSsrc(buffer, offset);
        int sequenceNumber = PacketShape.rtpSequenceNumber(buffer, offset);
        ReplayWindow window = rtpSources.find(ssrc);
        long index = window == null ? sequenceNumber : PacketIndex.estimate(window.highest(), sequenceNumber);
        SrtpReject early = check(window, index);
        if (early != null) {
            return reject(early);
        }
        int opened = transform.openRtp(buffer, offset, headerLength, length, index);
        if (opened < 0) {
            return reject(SrtpReject.of(opened));
        }
        rtpSources.accept(ssrc, window, index);
        return opened;
    }

    /**
     * Authenticates and decrypts an SRTCP packet in place. A packet without the E bit was sent unencrypted but is
     * authentic all the same (RFC 3711 section 3.4).
     *
     * @param buffer the caller's
     * @param offset where the packet starts
     * @param length of the packet, in bytes
     * @return length of the RTCP packet, or the code of a {@link SrtpReject}: then the buffer is unchanged
     */
    public int unprotectRtcp(byte[] buffer, int offset, int length) {
        if (!PacketShape.isRtcp(buffer, offset, length - profile.rtcpOverheadBytes())) {
            return reject(SrtpReject.MALFORMED);
        }
        int ssrc = PacketShape.rtcpSsrc(buffer, offset);
        int index = Words.int32(buffer, transform.indexWordAt(offset, length)) & ~SrtpTransform.ENCRYPTED;
        ReplayWindow window = rtcpSources.find(ssrc);
        SrtpReject early = check(window, index);
        if (early != null) {
            return reject(early);
        }
        int opened = transform.openRtcp(buffer, offset, length);
        if (opened < 0) {
            return reject(SrtpReject.of(opened));
        }
        rtcpSources.accept(ssrc, window, index);
        return opened;
    }

    /**
     * How many packets were rejected so far.
     *
     * @param reason for which reason
     * @return packets, RTP and RTCP together
     */
    public long rejected(SrtpReject reason) {
        return rejects[-1 - reason.code()];
    }

    int sources() {
        return rtpSources.size() + rtcpSources.size();
    }

    /** Lets a test start near the end of an SSRC's life. */
    void startSource(int ssrc, long highestIndex) {
        rtpSources.accept(ssrc, null, highestIndex);
    }

    /** What can be told without the cost of authentication, or null. */
    private static SrtpReject check(ReplayWindow window, long index) {
        if (index >= PacketIndex.LIMIT) {
            return SrtpReject.KEY_EXHAUSTED;
        }
        if (window == null) {
            return null;
        }
        if (index < 0 || window.isTooOld(index)) {
            return SrtpReject.TOO_OLD;
        }
        return window.isReplayed(index) ? SrtpReject.REPLAYED : null;
    }

    private int reject(SrtpReject reason) {
        rejects[-1 - reason.code()]++;
        return reason.code();
    }
}
