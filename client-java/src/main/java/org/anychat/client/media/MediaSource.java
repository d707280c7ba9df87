package org.anychat.client.media;

/** Where the frames of one published track come from. Called on the client's loop, so no method may block; one source serves one publication. */
public interface MediaSource {
    /**
     * What the frames are. The same for the life of the source.
     *
     * @return the codec.
     */
    MediaCodec codec();

    /**
     * The next frame, if its time has come. Called every few milliseconds, and again at once after each frame it gives. While the microphone is open sound is to come at least
     * every 5 seconds, if as silence: viewers in a mesh tree take it for withheld after 10, where the picture goes on.
     *
     * @param elapsedUs microseconds since this track began to be sent.
     * @return a frame with a {@link EncodedFrame#timeUs()} of at most {@code elapsedUs} and not before the frame given last; null if none is due.
     */
    EncodedFrame poll(long elapsedUs);

    /**
     * How the frames should be from now on: the server's settings, or the application's own. Called before the first {@link #poll} and when they change. A
     * source that encodes follows; one whose frames are ready cannot.
     *
     * @param parameters for a source of video.
     */
    default void onVideoParameters(VideoParameters parameters) {}

    /**
     * As {@link #onVideoParameters}, for a source of sound.
     *
     * @param parameters for a source of sound.
     */
    default void onAudioParameters(AudioParameters parameters) {}

    /**
     * A receiver cannot decode (RTCP PLI or FIR): the next frame should be a key frame. At most a few times per second. Viewers in a mesh tree ask for one, too, where no picture has
     * come for 5 seconds and sound goes on, and 5 seconds later take the picture for withheld: a source that has nothing new gives the last picture once more.
     */
    default void keyFrameRequested() {}

    /** As many frames as {@link VideoParameters#gop} have gone by: the next frame should be a key frame. */
    default void keyFrameDue() {
        keyFrameRequested();
    }
}
