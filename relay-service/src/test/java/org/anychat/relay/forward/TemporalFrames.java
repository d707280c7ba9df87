package org.anychat.relay.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * VP8 or VP9 frames of three temporal layers, as an encoder makes them: 0 2 1 2 over and over, a layer's frame depending on the
 * one before of each layer below, and of its own except in every other round, which VP8 says by Y, and VP9 by U of the frame
 * that begins such a round. Frames of the uppermost layer are nobody's reference. Vectors of our own.
 */
final class TemporalFrames {
    static final int SSRC = 1;
    static final int TICKS = 3000;
    static final int NONE = -1;
    private static final int[] PATTERN = {0, 2, 1, 2};
    private static final int ROUND = 2 * PATTERN.length;
    private static final int MAX_PACKETS = 4;

    private final Random random;
    private final VideoCodec codec;
    private final int pictureIdBits;
    private final List<Frame> frames = new ArrayList<>();
    private final int[] newest = {NONE, NONE, NONE};
    private int sequenceNumber;
    private int tl0PicIdx;
    private int round;

    /** A frame, its packets, and the numbers of the frames that it cannot do without. */
    record Frame(
            int number, int temporalLayer, boolean sync, boolean keyFrame, List<Integer> needs, List<byte[]> packets) {}

    TemporalFrames(Random random, VideoCodec codec, int pictureIdBits) {
        this.random = random;
        this.codec = codec;
        this.pictureIdBits = pictureIdBits;
        this.sequenceNumber = random.nextInt(1 << 16);
        this.tl0PicIdx = random.nextInt(1 << 8);
    }

    /** Makes the next frame, of one to four packets. */
    Frame next(boolean keyFrame) {
        round = keyFrame ? 0 : round;
        int temporal = PATTERN[round % PATTERN.length];
        boolean sync = temporal > 0 && !keyFrame && isSync(temporal);
        List<Integer> needs = keyFrame ? List.of() : needs(temporal, sync);
        tl0PicIdx += temporal == 0 ? 1 : 0;
        int number = frames.size();
        List<byte[]> packets = new ArrayList<>();
        int count = 1 + random.nextInt(MAX_PACKETS);
        for (int i = 0; i < count; i++) {
            packets.add(packet(number, temporal, sync, keyFrame, i == 0, i == count - 1));
        }
        Frame frame = new Frame(number, temporal, sync, keyFrame, needs, packets);
        frames.add(frame);
        newest[temporal] = number;
        round = (round + 1) % ROUND;
        return frame;
    }

    /** In the first half of a round; of the uppermost layer only before the middle one has come. */
    private boolean isSync(int temporal) {
        return round < PATTERN.length && (temporal == 1 || round == 1);
    }

    private List<Integer> needs(int temporal, boolean sync) {
        List<Integer> needs = new ArrayList<>();
        int most = sync || temporal == 0 ? 0 : 1;
        for (int i = 0; i <= Math.min(most, temporal); i++) {
            if (newest[i] != NONE) {
                needs.add(newest[i]);
            }
        }
        return needs;
    }

    List<Frame> frames() {
        return frames;
    }

    /** The number of the frame that a packet is of, behind a descriptor of so many bytes and the payload header. */
    static int number(byte[] packet, int descriptorLength) {
        return ByteBuffer.wrap(packet).getInt(12 + descriptorLength + 1);
    }

    /** The descriptor has picture id, TL0PICIDX and layers; the payload header, whether it is a key frame, and the frame's number. */
    private byte[] packet(int number, int temporal, boolean sync, boolean keyFrame, boolean first, boolean last) {
        ByteBuffer packet = ByteBuffer.allocate(12 + 6 + 5 + random.nextInt(40))
                .put((byte) 0x80)
                .put((byte) (96 | (last ? 0x80 : 0)))
                .putShort((short) sequenceNumber++)
                .putInt(number * TICKS)
                .putInt(SSRC);
        if (codec == VideoCodec.VP8) {
            packet.put((byte) (first ? 0x90 : 0x80)).put((byte) 0xE0);
        } else {
            packet.put((byte) (0xA0 | (keyFrame ? 0 : 0x40) | (first ? 0x08 : 0) | (last ? 0x04 : 0)));
        }
        if (pictureIdBits == 7) {
            packet.put((byte) (number & 0x7F));
        } else {
            packet.putShort((short) (0x8000 | number));
        }
        if (codec == VideoCodec.VP8) {
            packet.put((byte) tl0PicIdx).put((byte) (temporal << 6 | (sync ? 0x20 : 0)));
        } else {
            packet.put((byte) (temporal << 5 | (round == 0 ? 0x10 : 0))).put((byte) tl0PicIdx);
        }
        return packet.put((byte) (keyFrame ? 0 : 1)).putInt(number).array();
    }
}
