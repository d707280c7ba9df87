package org.anychat.client.sample;

import java.util.List;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSource;

/** Repeats Opus packets without end, each when the one before has sounded. For one thread. */
public final class SampleAudio implements MediaSource {
    private final List<OpusPacket> packets;
    private long nextUs;
    private int position;

    /**
     * A source at the beginning of its packets.
     *
     * @param packets at least one; shared, not changed.
     */
    public SampleAudio(List<OpusPacket> packets) {
        if (packets.isEmpty()) {
            throw new IllegalArgumentException("A loop needs a packet");
        }
        this.packets = packets;
    }

    @Override
    public MediaCodec codec() {
        return MediaCodec.OPUS;
    }

    @Override
    public EncodedFrame poll(long elapsedUs) {
        if (nextUs > elapsedUs) {
            return null;
        }
        OpusPacket packet = packets.get(position);
        EncodedFrame frame = new EncodedFrame(packet.data(), nextUs, true);
        nextUs += packet.durationUs();
        position = (position + 1) % packets.size();
        return frame;
    }
}
