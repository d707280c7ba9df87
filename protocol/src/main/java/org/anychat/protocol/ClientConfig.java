package org.anychat.protocol;

import java.util.List;

/**
 * What the server's ini tells clients to use unless their application overrides it ({@code docs/protocol.md} section 7).
 *
 * @param video how to capture and send video
 * @param audio how to capture and send audio
 * @param iceServers STUN and TURN servers for direct routes
 * @param webCodecs what a browser uses for the codec numbers above
 */
public record ClientConfig(Video video, Audio audio, List<IceServer> iceServers, WebCodecs webCodecs) {

    /**
     * Video settings.
     *
     * @param width pixels
     * @param height pixels
     * @param fps frames per second
     * @param gop frames from one key frame to the next
     * @param bitrate bit/s, 0 = quality first
     * @param codec the AnyChat SDK's codec number; 1 is H.264
     * @param quality 1 poor to 5 best
     * @param preset 1 least work for the encoder to 5 most
     */
    public record Video(int width, int height, int fps, int gop, int bitrate, int codec, int quality, int preset) {}

    /**
     * Audio settings.
     *
     * @param sampleRate samples per second
     * @param channels 1 or 2
     * @param bitsPerSample 8, 16 or 24
     * @param codec the AnyChat SDK's codec number; 11 is AMR-WB
     * @param bitrate bit/s
     */
    public record Audio(int sampleRate, int channels, int bitsPerSample, int codec, int bitrate) {}

    /**
     * A STUN or TURN server, as WebRTC's {@code RTCIceServer}.
     *
     * @param urls its addresses
     * @param username empty for STUN
     * @param credential empty for STUN
     */
    public record IceServer(List<String> urls, String username, String credential) {}

    /**
     * Codecs by WebRTC's names.
     *
     * @param video for the video codec number
     * @param audio for the audio codec number
     */
    public record WebCodecs(String video, String audio) {}
}
