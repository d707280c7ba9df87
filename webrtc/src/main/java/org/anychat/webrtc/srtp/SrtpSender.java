package org.anychat.webrtc.srtp;

/**
 * Protects what is sent to one peer: SRTP and SRTCP of all sources under one master key. Owned by one thread.
 *
 * <p><strong>Sequence numbers.</strong> The caller numbers the packets. They may leave out of order and across the
 * 16-bit rollover, as long as each is less than 2^15 away from the highest one of its source so far (RFC 3711 section
 * 3.3.1); otherwise both ends would count different rollovers. A source starts at rollover 0 with its first packet and
 * may not go back before it over the rollover.
 *
 * <p><strong>Sending again.</strong> The same packet may be protected again, for example to answer a NACK: same SSRC,
 * same sequence number, same bytes give the same protected packet. <em>Different</em> bytes under the same SSRC and
 * sequence number are never allowed: the two packets would share a key stream, and with GCM the authentication key is
 * lost as well. Nothing here can notice it; a rewriter must never give one number to two packets, header included.
 * For the same reason an SSRC may not start again under these keys: the caller {@link #end}s it and draws another.
 */
public final class SrtpSender {
    /** How many sources one sender numbers that have not ended, each at a cost of some 50 bytes. */
    public static final int MAX_SOURCES = 4096;

    private static final int MAX_RTCP_INDEX = Integer.MAX_VALUE;

    private final SrtpProfile profile;
    private final SrtpTransform transform;
    private final SourceTable<Source> sources = new SourceTable<>(MAX_SOURCES);
    private final PastSources ended = new PastSources();
    private long rtpPackets;
    /** One counter for all sources: then no two packets ever share an index, whatever the SSRC. */
    private long rtcpIndex;

    /**
     * Derives the session keys.
     *
     * @param keys of this end; the local half is used
     */
    public SrtpSender(SrtpKeys keys) {
        this(keys, new SrtpScratch());
    }

    /**
     * Derives the session keys.
     *
     * @param keys of this end; the local half is used
     * @param scratch shared by those of the thread
     */
    public SrtpSender(SrtpKeys keys, SrtpScratch scratch) {
        this(keys.profile(), SrtpTransform.of(keys.profile(), keys.localKey(), keys.localSalt(), scratch), 0, 0);
    }

    SrtpSender(SrtpProfile profile, SrtpTransform transform, long rtpPackets, long rtcpIndex) {
        this.profile = profile;
        this.transform = transform;
        this.rtpPackets = rtpPackets;
        this.rtcpIndex = rtcpIndex;
    }

    /**
     * Encrypts and authenticates an RTP packet in place.
     *
     * @param buffer the caller's; needs {@link SrtpProfile#rtpOverheadBytes()} of room behind the packet
     * @param offset where the packet starts
     * @param length of the packet, in bytes
     * @return the new length, or the code of a {@link SrtpReject}: then the packet is unchanged
     */
    public int protectRtp(byte[] buffer, int offset, int length) {
        int headerLength = PacketShape.rtpHeaderLength(buffer, offset, length);
        if (headerLength < 0) {
            return SrtpReject.MALFORMED.code();
        }
        if (buffer.length - offset - length < profile.rtpOverheadBytes()) {
            return SrtpReject.NO_ROOM.code();
        }
        long index = index(PacketShape.rtpSsrc(buffer, offset), PacketShape.rtpSequenceNumber(buffer, offset));
        if (index < 0) {
            return (int) index;
        }
        rtpPackets++;
        return transform.sealRtp(buffer, offset, headerLength, length, index);
    }

    /**
     * Encrypts and authenticates a compound RTCP packet in place.
     *
     * @param buffer the caller's; needs {@link SrtpProfile#rtcpOverheadBytes()} of room behind the packet
     * @param offset where the packet starts
     * @param length of the packet, in bytes
     * @return the new length, or the code of a {@link SrtpReject}: then the packet is unchanged
     */
    public int protectRtcp(byte[] buffer, int offset, int length) {
        if (!PacketShape.isRtcp(buffer, offset, length)) {
            return SrtpReject.MALFORMED.code();
        }
        if (buffer.length - offset - length < profile.rtcpOverheadBytes()) {
            return SrtpReject.NO_ROOM.code();
        }
        if (rtcpIndex > MAX_RTCP_INDEX) {
            return SrtpReject.KEY_EXHAUSTED.code();
        }
        return transform.sealRtcp(buffer, offset, length, (int) rtcpIndex++ | SrtpTransform.ENCRYPTED);
    }

    /**
     * Ends a source, so that another may take its place: nothing is sent of it any more under these keys. The caller sees
     * to that for good; here it is checked for the last {@value PastSources#MAX} that have ended.
     *
     * @param ssrc of the source; one of which nothing was sent is fine
     */
    public void end(int ssrc) {
        Source source = sources.remove(ssrc);
        if (source != null) {
            ended.add(ssrc, source.highestIndex);
        }
    }

    /** The index of a packet to send, or a reject code. */
    private long index(int ssrc, int sequenceNumber) {
        Source source = sources.find(ssrc);
        if (source == null) {
            return firstIndex(ssrc, sequenceNumber);
        }
        long index = PacketIndex.estimate(source.highestIndex, sequenceNumber);
        if (index < 0) {
            return SrtpReject.TOO_OLD.code();
        }
        if (index >= PacketIndex.LIMIT || rtpPackets >= PacketIndex.LIMIT) {
            return SrtpReject.KEY_EXHAUSTED.code();
        }
        source.highestIndex = Math.max(source.highestIndex, index);
        return index;
    }

    private long firstIndex(int ssrc, int sequenceNumber) {
        if (rtpPackets >= PacketIndex.LIMIT) {
            return SrtpReject.KEY_EXHAUSTED.code();
        }
        if (ended.find(ssrc) != PastSources.UNKNOWN) {
            return SrtpReject.SOURCE_ENDED.code();
        }
        if (sources.isFull()) {
            return SrtpReject.TOO_MANY_SOURCES.code();
        }
        sources.add(ssrc, new Source(sequenceNumber));
        return sequenceNumber;
    }

    /** Lets a test start near the end of an SSRC's life. */
    void startSource(int ssrc, long highestIndex) {
        sources.add(ssrc, new Source(highestIndex));
    }

    private static final class Source {
        private long highestIndex;

        Source(long highestIndex) {
            this.highestIndex = highestIndex;
        }
    }
}
