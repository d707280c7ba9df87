package org.anychat.client.media;

/**
 * What has come of one remote track so far.
 *
 * @param track           whose and what.
 * @param packets         RTP packets that arrived in their own stream, duplicates included, retransmissions by RFC 4588 not.
 * @param bytes           their payload bytes.
 * @param lost            packets expected less packets received (RFC 3550 section 6.4.1), before any retransmission.
 * @param recovered       packets that a retransmission brought in time.
 * @param jitterUs        interarrival jitter in microseconds.
 * @param frames          whole frames given to the sink.
 * @param keyFrames       how many of them were key frames.
 * @param rejected        frames of an edge of a mesh tree that were not given to the sink: repeated, cut off, or not as the publisher has signed them; and packets of one that were too large to be passed on.
 * @param firstPacketNs   {@link System#nanoTime()} of the first packet, 0 before it.
 * @param firstKeyFrameNs {@link System#nanoTime()} of the first key frame, 0 before it.
 */
public record TrackStatistics(
        RemoteTrack track,
        long packets,
        long bytes,
        long lost,
        long recovered,
        long jitterUs,
        long frames,
        long keyFrames,
        long rejected,
        long firstPacketNs,
        long firstKeyFrameNs) {}
