package org.anychat.client.media;

/**
 * What has been sent of one published track so far.
 *
 * @param codec            what its frames are.
 * @param packets          RTP packets sent, retransmissions not counted.
 * @param bytes            their payload bytes.
 * @param frames           frames sent.
 * @param keyFrames        how many of them were key frames.
 * @param retransmissions  packets sent again because a NACK asked for them.
 * @param keyFrameRequests PLI and FIR that were passed to the source.
 */
public record SendStatistics(
        MediaCodec codec,
        long packets,
        long bytes,
        long frames,
        long keyFrames,
        long retransmissions,
        long keyFrameRequests) {}
