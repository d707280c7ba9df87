package org.anychat.webrtc.rtp;

import java.util.Arrays;

/**
 * The template dependency structure of a {@link DependencyDescriptor} (AV1 RTP specification, appendix A): which decode targets
 * a stream has, and what its kinds of frames, the templates, are to each of them. Immutable.
 *
 * <p>A decode target is what one receiver may want: the frames up to a spatial and a temporal layer. It is named by its index,
 * from 0 on.
 */
public final class DependencyStructure {
    /** Template ids have six bits. */
    public static final int MAX_TEMPLATES = 64;

    /** Decode targets are counted by five bits. */
    public static final int MAX_DECODE_TARGETS = 32;

    /** AV1 has no more spatial layers. */
    public static final int MAX_SPATIAL_LAYERS = 4;

    /** AV1 has no more temporal layers. */
    public static final int MAX_TEMPORAL_LAYERS = 8;

    /** Frames that a frame refers to; no codec has more references. */
    public static final int MAX_REFERENCES = 16;

    /** What a search for a decode target returns when there is no such one. */
    public static final int NONE = -1;

    private static final int NEXT_TEMPORAL_LAYER = 1;
    private static final int NEXT_SPATIAL_LAYER = 2;
    private static final int LAST_LAYER = 3;

    private final int templateIdOffset;
    private final int decodeTargets;
    private int templates;
    private int chains;
    private int[] heights = {};
    private final byte[] spatial = new byte[MAX_TEMPLATES];
    private final byte[] temporal = new byte[MAX_TEMPLATES];
    private long[] indications;
    private byte[][] references;
    private byte[][] chainDiffs;
    private final byte[] targetSpatial;
    private final byte[] targetTemporal;
    private final byte[] protectedBy;

    /** The bits that it was read from, to know it again. */
    private byte[] origin;

    private int originFirstMask;
    private int originLastMask;
    private int bitLength;

    private DependencyStructure(BitReader bits) {
        templateIdOffset = bits.bits(6);
        decodeTargets = bits.bits(5) + 1;
        targetSpatial = new byte[decodeTargets];
        targetTemporal = new byte[decodeTargets];
        protectedBy = new byte[decodeTargets];
    }

    /** Reads one; null where it is cut or beyond the bounds. */
    static DependencyStructure read(BitReader bits, byte[] buffer) {
        int from = bits.position();
        DependencyStructure structure = new DependencyStructure(bits);
        boolean whole = structure.readLayers(bits)
                && structure.readIndications(bits)
                && structure.readReferences(bits)
                && structure.readChains(bits);
        if (!whole) {
            return null;
        }
        structure.findTargetLayers();
        structure.readResolutions(bits);
        if (bits.overrun()) {
            return null;
        }
        structure.remember(buffer, from, bits.position());
        return structure;
    }

    private boolean readLayers(BitReader bits) {
        int spatialLayer = 0;
        int temporalLayer = 0;
        int next;
        do {
            if (templates == MAX_TEMPLATES
                    || spatialLayer == MAX_SPATIAL_LAYERS
                    || temporalLayer == MAX_TEMPORAL_LAYERS) {
                return false;
            }
            spatial[templates] = (byte) spatialLayer;
            temporal[templates] = (byte) temporalLayer;
            templates++;
            next = bits.bits(2);
            if (next == NEXT_TEMPORAL_LAYER) {
                temporalLayer++;
            } else if (next == NEXT_SPATIAL_LAYER) {
                temporalLayer = 0;
                spatialLayer++;
            }
        } while (next != LAST_LAYER && !bits.overrun());
        return !bits.overrun();
    }

    private boolean readIndications(BitReader bits) {
        indications = new long[templates];
        for (int i = 0; i < templates; i++) {
            indications[i] = readIndications(bits, decodeTargets);
        }
        return !bits.overrun();
    }

    /** Two bits for each decode target, the first one's lowest. */
    static long readIndications(BitReader bits, int decodeTargets) {
        long read = 0;
        for (int i = 0; i < decodeTargets; i++) {
            read |= (long) bits.bits(2) << (2 * i);
        }
        return read;
    }

    private boolean readReferences(BitReader bits) {
        references = new byte[templates][];
        byte[] read = new byte[MAX_REFERENCES];
        for (int i = 0; i < templates; i++) {
            int count = 0;
            while (bits.flag()) {
                if (count == MAX_REFERENCES) {
                    return false;
                }
                read[count++] = (byte) (bits.bits(4) + 1);
            }
            references[i] = Arrays.copyOf(read, count);
        }
        return !bits.overrun();
    }

    private boolean readChains(BitReader bits) {
        chains = bits.nonSymmetric(decodeTargets + 1);
        chainDiffs = new byte[templates][chains];
        if (chains == 0) {
            return !bits.overrun();
        }
        for (int i = 0; i < decodeTargets; i++) {
            protectedBy[i] = (byte) bits.nonSymmetric(chains);
        }
        for (byte[] diffs : chainDiffs) {
            for (int i = 0; i < chains; i++) {
                diffs[i] = (byte) bits.bits(4);
            }
        }
        return !bits.overrun();
    }

    private void findTargetLayers() {
        for (int target = 0; target < decodeTargets; target++) {
            for (int i = 0; i < templates; i++) {
                if (DependencyDescriptor.indication(indications[i], target) != DependencyDescriptor.NOT_PRESENT) {
                    targetSpatial[target] = (byte) Math.max(targetSpatial[target], spatial[i]);
                    targetTemporal[target] = (byte) Math.max(targetTemporal[target], temporal[i]);
                }
            }
        }
    }

    private void readResolutions(BitReader bits) {
        if (!bits.flag()) {
            return;
        }
        heights = new int[spatialLayers()];
        for (int i = 0; i < heights.length; i++) {
            int width = bits.bits(16) + 1;
            heights[i] = Math.min(width, bits.bits(16) + 1);
        }
    }

    private void remember(byte[] buffer, int fromBit, int toBit) {
        bitLength = toBit - fromBit;
        origin = Arrays.copyOfRange(buffer, fromBit >> 3, (toBit + 7) >> 3);
        originFirstMask = 0xFF >> (fromBit & 7);
        originLastMask = 0xFF << (-toBit & 7);
    }

    /** Whether the bits from a position on are those that this was read from; they begin at the same bit of a byte always. */
    boolean isAt(byte[] buffer, int fromBit, int endOffset) {
        int offset = fromBit >> 3;
        if (origin.length > endOffset - offset) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < origin.length; i++) {
            int mask = (i == 0 ? originFirstMask : 0xFF) & (i == origin.length - 1 ? originLastMask : 0xFF);
            different |= (origin[i] ^ buffer[offset + i]) & mask;
        }
        return different == 0;
    }

    int bitLength() {
        return bitLength;
    }

    /** The template of an id that a packet names, or {@link #NONE}. */
    int template(int templateId) {
        int template = (templateId - templateIdOffset) & (MAX_TEMPLATES - 1);
        return template < templates ? template : NONE;
    }

    int spatialLayer(int template) {
        return spatial[template];
    }

    int temporalLayer(int template) {
        return temporal[template];
    }

    long indications(int template) {
        return indications[template];
    }

    byte[] references(int template) {
        return references[template];
    }

    byte[] chainDiffs(int template) {
        return chainDiffs[template];
    }

    /**
     * How many decode targets there are.
     *
     * @return 1 to {@link #MAX_DECODE_TARGETS}
     */
    public int decodeTargets() {
        return decodeTargets;
    }

    /**
     * How many spatial layers there are.
     *
     * @return 1 to {@link #MAX_SPATIAL_LAYERS}
     */
    public int spatialLayers() {
        return spatial[templates - 1] + 1;
    }

    /**
     * How many chains of frames there are.
     *
     * @return 0 to {@link #MAX_DECODE_TARGETS}
     */
    public int chains() {
        return chains;
    }

    /**
     * The chain whose frames a decode target needs all of.
     *
     * @param target a decode target
     * @return its index; means nothing where there is no chain
     */
    public int chainOf(int target) {
        return protectedBy[target];
    }

    /**
     * The spatial layer that a decode target shows.
     *
     * @param target a decode target
     * @return 0 for the lowest
     */
    public int spatialLayerOf(int target) {
        return targetSpatial[target];
    }

    /**
     * The highest temporal layer of a decode target.
     *
     * @param target a decode target
     * @return 0 for the lowest
     */
    public int temporalLayerOf(int target) {
        return targetTemporal[target];
    }

    /**
     * The decode target that shows a spatial layer with as many temporal layers as are wanted, or the next fewer.
     *
     * @param spatialLayer of the target
     * @param highestTemporal its highest temporal layer at most
     * @param active a bit for each decode target that counts, the lowest for the first
     * @return its index, or {@link #NONE}
     */
    public int target(int spatialLayer, int highestTemporal, int active) {
        int best = NONE;
        for (int i = 0; i < decodeTargets; i++) {
            boolean counts = ((active >> i) & 1) != 0
                    && targetSpatial[i] == spatialLayer
                    && targetTemporal[i] <= highestTemporal;
            if (counts && (best == NONE || targetTemporal[i] > targetTemporal[best])) {
                best = i;
            }
        }
        return best;
    }

    /**
     * Whether whoever gets the frames of a decode target gets those of another one with them, so that going over to that one is
     * leaving frames out.
     *
     * @param outer a decode target
     * @param inner another one
     * @return false for the spatial layers of streams that depend on each other at key frames alone
     */
    public boolean contains(int outer, int inner) {
        for (int i = 0; i < templates; i++) {
            if (DependencyDescriptor.indication(indications[i], inner) != DependencyDescriptor.NOT_PRESENT
                    && DependencyDescriptor.indication(indications[i], outer) == DependencyDescriptor.NOT_PRESENT) {
                return false;
            }
        }
        return true;
    }

    /**
     * The shorter side of a spatial layer's picture.
     *
     * @param spatialLayer 0 for the lowest
     * @return pixels, 0 where the structure does not say
     */
    public int heightOf(int spatialLayer) {
        return spatialLayer < heights.length ? heights[spatialLayer] : 0;
    }
}
