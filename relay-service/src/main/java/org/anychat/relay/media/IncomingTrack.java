package org.anychat.relay.media;

import java.util.List;
import org.anychat.relay.forward.PublicationFormat;

/**
 * How a publisher's packets of one track are told and read: what its negotiation has settled.
 *
 * @param publicationId the relay's number of the track, unique in the process
 * @param format what the packets are
 * @param mid the media section's id, which the MID extension repeats
 * @param payloadType of the one codec
 * @param rtxPayloadType of its retransmissions, or {@link #ABSENT}
 * @param nack whether the publisher answers NACKs
 * @param sources the signalled SSRCs, one per encoding where they are known; empty with RIDs
 * @param rids the layers' RIDs from the lowest to the highest; empty without simulcast
 * @param extensions the publisher's ids of the header extensions that the relay reads
 */
public record IncomingTrack(
        long publicationId,
        PublicationFormat format,
        String mid,
        int payloadType,
        int rtxPayloadType,
        boolean nack,
        List<Source> sources,
        List<String> rids,
        ExtensionIds extensions) {
    /** What an id or payload type reads as that was not negotiated. */
    public static final int ABSENT = -1;

    /**
     * A signalled source.
     *
     * @param ssrc of the stream
     * @param rtxSsrc of its retransmissions; unused where {@code hasRtx} is false
     * @param hasRtx whether retransmissions were signalled with it
     */
    public record Source(int ssrc, int rtxSsrc, boolean hasRtx) {}

    /**
     * Ids of header extensions, each {@link #ABSENT} where it was not negotiated.
     *
     * @param mid of the MID extension
     * @param rid of the RtpStreamId extension
     * @param repairedRid of the RepairedRtpStreamId extension
     * @param transportSequenceNumber of the transport-wide sequence number
     * @param audioLevel of the sender's audio level
     * @param dependencyDescriptor of the dependency descriptor
     */
    public record ExtensionIds(
            int mid, int rid, int repairedRid, int transportSequenceNumber, int audioLevel, int dependencyDescriptor) {}
}
