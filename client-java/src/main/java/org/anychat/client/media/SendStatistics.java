package org.anychat.client.media;

/**
 * What has been sent to the relay of one published track so far.
 *
 * @param codec            what its frames are.
 * @param packets          RTP packets sent, retransmissions not counted.
 * @param bytes            their payload bytes.
 * @param frames           frames sent.
 * @param droppedFrames    frames of video that were not sent, because they would have come late where media goes by TCP, or before a key frame where the
 *                         relay is sent something again.
 * @param keyFrames        how many of them were key frames.
 * @param retransmissions  packets sent again because a NACK asked for them.
 * @param keyFrameRequests PLI and FIR that were passed to the source, and wishes of its own after frames were dropped.
 */
public record SendStatistics(
        MediaCodec codec,
        long packets,
        long bytes,
        long frames,
        long droppedFrames,
        long keyFrames,
        long retransmissions,
        long keyFrameRequests) {}
