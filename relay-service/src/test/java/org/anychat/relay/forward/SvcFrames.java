package org.anychat.relay.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * Pictures of an encoder with spatial and temporal layers, whose packets have dependency descriptors. Temporal layers come as 0 2
 * 1 2, or 0 1. A frame refers to the newest of lower temporal layers of its spatial layer, of the lowest to the one before; and to
 * the frame below it in its picture, always (L3T3) or in key pictures alone (L3T3_KEY). Vectors of our own, in the two-byte form.
 */
public final class SvcFrames {
    public static final int EXTENSION_ID = 5;
    static final int TICKS = 3000;
    private static final int[][] PATTERNS = {{0}, {0, 1}, {0, 2, 1, 2}};
    private static final int NONE = -1;
    private static final int MAX_PACKETS = 3;
    private static final int PACKET_BYTES = 1000;

    private final Random random;
    private final VideoCodec codec;
    private final int spatial;
    private final int temporal;
    private final boolean keyOnly;
    private final List<Frame> frames = new ArrayList<>();
    /** Of each spatial and temporal layer the newest frame. */
    private final int[][] newest;

    private int firstFrameNumber;
    private int sequenceNumber;
    private int picture;
    private int round;
    private int structures;
    private int[] frameBytes = {};
    private int[] temporalBytes = {};
    private boolean independent;
    private boolean pictureIds;

    /** A frame, its packets, and the indices of the frames that it cannot do without. */
    public record Frame(
            int index,
            int picture,
            int spatialLayer,
            int temporalLayer,
            boolean keyPicture,
            List<Integer> needs,
            List<byte[]> packets) {}

    /** Frames of a codec with so many spatial and temporal layers. */
    public SvcFrames(Random random, VideoCodec codec, int spatial, int temporal, boolean keyOnly) {
        this.random = random;
        this.codec = codec;
        this.spatial = spatial;
        this.temporal = temporal;
        this.keyOnly = keyOnly;
        this.newest = new int[spatial][temporal];
        this.firstFrameNumber = random.nextInt(1 << 16);
        this.sequenceNumber = random.nextInt(1 << 16);
    }

    List<Frame> frames() {
        return frames;
    }

    /** That its packets are of. */
    public VideoCodec codec() {
        return codec;
    }

    /** How much the frames of each spatial layer have, in packets of a thousand; else they have a few bytes. */
    public void withFrameBytes(int... ofLayers) {
        frameBytes = ofLayers;
    }

    /** How much the frames of each temporal layer have, in packets of a thousand, where there is one spatial layer. */
    public void withTemporalBytes(int... ofLayers) {
        temporalBytes = ofLayers;
    }

    /** Pictures of VP8 have numbers in its own descriptor, too. */
    void withPictureIds() {
        pictureIds = true;
    }

    /** Its spatial layers do not even depend on each other in key pictures (S2T1 and its like); it is to be made for those alone. */
    void withIndependentLayers() {
        independent = true;
    }

    /** Frames are numbered on from so much before. */
    void jumpBack(int frameNumbers) {
        firstFrameNumber -= frameNumbers;
    }

    /** From the next key picture on the templates have other ids. */
    void changeStructure() {
        structures++;
    }

    /** Makes the next picture, a frame for each spatial layer. */
    public List<Frame> next(boolean key) {
        return next(key, spatial);
    }

    /** The same with the lower spatial layers alone, the upper ones being off. */
    List<Frame> next(boolean key, int sentLayers) {
        round = key ? 0 : round;
        int[] pattern = PATTERNS[temporal - 1];
        int temporalLayer = pattern[round % pattern.length];
        round++;
        List<Frame> made = new ArrayList<>();
        for (int layer = 0; layer < sentLayers; layer++) {
            made.add(frame(layer, temporalLayer, key, sentLayers));
        }
        picture++;
        return made;
    }

    private Frame frame(int layer, int temporalLayer, boolean key, int sentLayers) {
        int index = frames.size();
        List<Integer> needs = new ArrayList<>();
        if (!key) {
            needs.add(newestBelow(layer, temporalLayer));
        }
        if (layer > 0 && !independent && (key || !keyOnly)) {
            needs.add(index - 1);
        }
        List<byte[]> packets = new ArrayList<>();
        Frame frame = new Frame(index, picture, layer, temporalLayer, key, needs, packets);
        int bytes = frameBytes.length == 0 ? 0 : frameBytes[layer];
        bytes = temporalBytes.length == 0 ? bytes : temporalBytes[temporalLayer];
        int count = bytes == 0 ? 1 + random.nextInt(MAX_PACKETS) : 1 + bytes / PACKET_BYTES;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            byte[] descriptor = descriptor(frame, i == 0, last, sentLayers);
            boolean marker = last && layer == sentLayers - 1;
            packets.add(packet(index, descriptor, key && layer == 0 && i == 0, marker, bytes / count));
        }
        frames.add(frame);
        if (key) {
            Arrays.fill(newest[layer], NONE);
        }
        newest[layer][temporalLayer] = index;
        return frame;
    }

    private int newestBelow(int layer, int temporalLayer) {
        int found = newest[layer][0];
        for (int i = 1; i < temporalLayer; i++) {
            found = Math.max(found, newest[layer][i]);
        }
        return found;
    }

    /** What a frame between key pictures is to a decode target. */
    private int indication(int layer, int temporalLayer, int targetLayer, int targetTemporal) {
        if (targetLayer < layer || targetTemporal < temporalLayer || (keyOnly && targetLayer != layer)) {
            return DependencyDescriptor.NOT_PRESENT;
        }
        if (targetLayer > layer) {
            return DependencyDescriptor.REQUIRED;
        }
        boolean referredTo = temporalLayer == 0 || targetTemporal > temporalLayer;
        return referredTo ? DependencyDescriptor.SWITCH : DependencyDescriptor.DISCARDABLE;
    }

    /** Key pictures say for themselves what they are to each target, all others leave it to their template. */
    private byte[] descriptor(Frame frame, boolean first, boolean last, int sentLayers) {
        int layer = frame.spatialLayer();
        boolean key = frame.keyPicture();
        Bits bits = new Bits();
        int offset = structures * spatial * temporal;
        bits.put(1, first ? 1 : 0).put(1, last ? 1 : 0);
        bits.put(6, (offset + layer * temporal + frame.temporalLayer()) & 63).put(16, firstFrameNumber + frame.index());
        boolean attached = key && layer == 0 && first;
        boolean fewer = sentLayers < spatial && first && layer == 0;
        bits.put(1, attached ? 1 : 0)
                .put(1, fewer ? 1 : 0)
                .put(1, key ? 1 : 0)
                .put(1, 1)
                .put(1, 0);
        if (attached) {
            putStructure(bits, offset & 63);
        }
        if (fewer) {
            bits.put(spatial * temporal, (1 << (sentLayers * temporal)) - 1);
        }
        if (key) {
            for (int target = 0; target < spatial * temporal; target++) {
                int above = target / temporal - layer;
                boolean present = independent ? above == 0 : above >= 0;
                bits.put(2, present ? DependencyDescriptor.SWITCH : DependencyDescriptor.NOT_PRESENT);
            }
        }
        for (int need : frame.needs()) {
            bits.put(2, 3).put(12, frame.index() - need - 1);
        }
        return bits.put(2, 0).bytes();
    }

    private void putStructure(Bits bits, int offset) {
        int targets = spatial * temporal;
        bits.put(6, offset).put(5, targets - 1);
        for (int template = 0; template < targets; template++) {
            boolean lastTemplate = template == targets - 1;
            boolean nextSpatial = template % temporal == temporal - 1;
            bits.put(2, lastTemplate ? 3 : nextSpatial ? 2 : 1);
        }
        for (int template = 0; template < targets; template++) {
            for (int target = 0; target < targets; target++) {
                bits.put(2, indication(template / temporal, template % temporal, target / temporal, target % temporal));
            }
        }
        // No references in templates; no chains: 0 of ns(targets + 1), which has a bit less than the number of targets.
        bits.put(targets, 0).put(31 - Integer.numberOfLeadingZeros(targets + 1), 0);
        bits.put(1, 1);
        for (int layer = 0; layer < spatial; layer++) {
            bits.put(16, (320 << layer) - 1).put(16, (180 << layer) - 1);
        }
    }

    private byte[] packet(int index, byte[] descriptor, boolean start, boolean marker, int bytes) {
        int words = (2 + descriptor.length + 3) / 4;
        int head = codec == VideoCodec.VP8 ? 8 : 6;
        ByteBuffer packet = ByteBuffer.allocate(12 + 4 + 4 * words + head + (bytes == 0 ? random.nextInt(40) : bytes))
                .put((byte) 0x90)
                .put((byte) (96 | (marker ? 0x80 : 0)))
                .putShort((short) sequenceNumber++)
                .putInt(picture * TICKS)
                .putInt(1)
                .putShort((short) 0x1000)
                .putShort((short) words)
                .put((byte) EXTENSION_ID)
                .put((byte) descriptor.length)
                .put(descriptor)
                .position(12 + 4 + 4 * words);
        if (codec == VideoCodec.AV1) {
            // One element, of a new sequence where it starts: a sequence header, else a frame.
            packet.put((byte) (start ? 0x18 : 0x10)).put((byte) (start ? 0x08 : 0x30));
        } else if (codec == VideoCodec.VP8 && pictureIds) {
            // A descriptor with a long picture id.
            packet.put((byte) 0x80).put((byte) 0x80).putShort((short) (0x8000 | picture));
        } else if (codec == VideoCodec.VP8) {
            // A descriptor that names nothing (RFC 7741 section 4.2), and the frame's first byte (P).
            packet.put((byte) (start ? 0x10 : 0x00)).put((byte) (start ? 0 : 1));
        } else {
            // A sequence parameter set, or a slice.
            packet.put((byte) (start ? 0x67 : 0x41)).put((byte) 0);
        }
        return packet.putInt(index).array();
    }

    /** The frame that a packet is of. */
    static int index(byte[] packet) {
        int words = ByteBuffer.wrap(packet).getShort(14);
        return ByteBuffer.wrap(packet).getInt(16 + 4 * words + 2);
    }

    /** Numbers of so many bits, the highest bit first. */
    private static final class Bits {
        private final List<Integer> bits = new ArrayList<>();

        Bits put(int count, int value) {
            for (int i = count - 1; i >= 0; i--) {
                bits.add((value >> i) & 1);
            }
            return this;
        }

        byte[] bytes() {
            byte[] bytes = new byte[(bits.size() + 7) / 8];
            for (int i = 0; i < bits.size(); i++) {
                bytes[i / 8] |= (byte) (bits.get(i) << (7 - i % 8));
            }
            return bytes;
        }
    }
}
