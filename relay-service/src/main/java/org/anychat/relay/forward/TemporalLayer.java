package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.rtp.Vp8Descriptor;
import org.anychat.webrtc.rtp.Vp9Descriptor;

/** What a packet says of its frame's temporal layer, where its codec is VP8 or VP9. Sees one packet at a time. */
public final class TemporalLayer {
    /** The packet names none. */
    public static final int ABSENT = -1;

    /** Layers above this count as it. */
    public static final int HIGHEST = 3;

    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private int index = ABSENT;
    private boolean sync;
    private boolean switchingUp;

    /** Makes one that sees nothing yet. */
    public TemporalLayer() {}

    /**
     * Whether packets of a codec name temporal layers that are heeded.
     *
     * @param codec or null for sound
     * @return false where all frames are of one
     */
    static boolean isNamedBy(VideoCodec codec) {
        return codec == VideoCodec.VP8 || codec == VideoCodec.VP9;
    }

    /**
     * Reads a packet.
     *
     * @param codec its codec
     * @param packet the packet
     * @return the layer's index, 0 to {@link #HIGHEST}, or {@link #ABSENT}
     */
    public int read(VideoCodec codec, RtpPacket packet) {
        index = ABSENT;
        sync = false;
        switchingUp = false;
        if (codec == VideoCodec.VP8 && vp8.wrap(packet)) {
            index = vp8.temporalLayer();
            sync = vp8.layerSync();
        } else if (codec == VideoCodec.VP9 && vp9.wrap(packet)) {
            index = Math.min(HIGHEST, vp9.temporalLayer());
            switchingUp = vp9.switchingUp();
        }
        return index;
    }

    /** Whether the frame depends on the lowest temporal layer alone (VP8's Y). */
    boolean isSync() {
        return sync;
    }

    /** Whether no later frame depends on one before this of a higher layer than its own (VP9's U). */
    boolean isSwitchingUp() {
        return switchingUp;
    }
}
