package org.anychat.client.media;

/** Where what others send goes. All methods are called on the client's loop, never two at once, and must not block. */
public interface MediaSink {
    /**
     * A track is offered; its packets may follow.
     *
     * @param track whose and what.
     */
    default void onTrack(RemoteTrack track) {}

    /**
     * A track ended. Nothing more comes for it.
     *
     * @param track as in {@link #onTrack}.
     */
    default void onTrackEnded(RemoteTrack track) {}

    /**
     * A decrypted RTP packet as it arrived: unordered, with gaps, without retransmissions of a separate stream (RFC 4588), which are unpacked first. Packets that come by
     * an edge of a mesh tree are not given: it takes the whole frame to tell whether they are the publisher's.
     *
     * @param track  whose and what.
     * @param buffer holds the packet; valid during the call only.
     * @param offset of its first byte.
     * @param length in bytes.
     */
    default void onPacket(RemoteTrack track, byte[] buffer, int offset, int length) {}

    /**
     * A whole frame, in order. After a loss that could not be mended, video goes on with a key frame.
     *
     * @param track whose and what.
     * @param frame the frame; time 0 is the track's first packet.
     */
    default void onFrame(RemoteTrack track, EncodedFrame frame) {}
}
