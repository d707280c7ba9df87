package org.anychat.benchmarks;

/**
 * What a publisher sends: VP8 in frames, each split into packets that differ by a byte at most, as libwebrtc does it, and
 * Opus.
 *
 * @param framesPerSecond 0 for no video
 * @param packetsPerFrame of video
 * @param packetBytes the longest payload of a packet of video
 * @param spacingUs between a frame's packets; 0: a frame leaves at once
 * @param audioPerSecond packets of audio
 */
record MediaLoad(int framesPerSecond, int packetsPerFrame, int packetBytes, int spacingUs, int audioPerSecond) {
    static final int VIDEO_PAYLOAD_TYPE = 96;
    static final int AUDIO_PAYLOAD_TYPE = 111;
    static final int AUDIO_BYTES = 80;

    /** 104 packets and 0.98 Mbit/s of video and 50 packets of Opus a second. */
    static final MediaLoad CALL = new MediaLoad(26, 4, 1188, 0, 50);

    /** 50 packets of Opus a second. */
    static final MediaLoad AUDIO = new MediaLoad(0, 0, 0, 0, 50);

    private static final int SSRC_BASE = 0x10000000;

    MediaLoad spaced(int betweenUs) {
        return new MediaLoad(framesPerSecond, packetsPerFrame, packetBytes, betweenUs, audioPerSecond);
    }

    boolean video() {
        return framesPerSecond > 0;
    }

    int packetsPerSecond() {
        return framesPerSecond * packetsPerFrame + audioPerSecond;
    }

    static int videoSsrc(int id) {
        return SSRC_BASE + 2 * id;
    }

    static int audioSsrc(int id) {
        return SSRC_BASE + 2 * id + 1;
    }
}
