package org.anychat.webrtc.rtp;

/**
 * The dependency descriptor header extension (AV1 RTP specification, appendix A) of one packet: which frame it is of, which
 * frames that one refers to, and what it is to each decode target of the stream. Any codec may carry it.
 *
 * <p>Reads in place. What a packet leaves to its template comes out of the {@link DependencyStructure} that an earlier packet,
 * as a rule the first one of a key frame, has brought; the reader does not keep it. One per loop or source; for one thread at a
 * time. Allocates only where a packet brings a structure that is not the one given.
 */
public final class DependencyDescriptor {
    /** The frame is not of the decode target. */
    public static final int NOT_PRESENT = 0;

    /** The frame is of the decode target, and no other frame of it refers to this one. */
    public static final int DISCARDABLE = 1;

    /** The frame is of the decode target, and whoever can decode it can decode all that follows of the target. */
    public static final int SWITCH = 2;

    /** The frame is of the decode target, and others of it may refer to this one. */
    public static final int REQUIRED = 3;

    private static final int MANDATORY_BYTES = 3;
    private static final int INDICATION_MASK = 3;

    private final BitReader bits = new BitReader();
    private final int[] references = new int[DependencyStructure.MAX_REFERENCES];
    private final int[] chainDiffs = new int[DependencyStructure.MAX_DECODE_TARGETS];
    private DependencyStructure structure;
    private boolean structureAttached;
    private boolean startOfFrame;
    private boolean endOfFrame;
    private int frameNumber;
    private boolean activeTargetsGiven;
    private int activeTargets;
    private int spatialLayer;
    private int temporalLayer;
    private long indications;
    private int referenceCount;

    /** Makes a reader that has seen no packet. */
    public DependencyDescriptor() {}

    /**
     * Reads the value of the header extension.
     *
     * @param buffer the packet's bytes; not kept
     * @param offset of the value
     * @param length of the value in bytes
     * @param known the structure that came before, or null
     * @return false where it is malformed, or its template is not of the structure; then nothing else may be called
     */
    public boolean read(byte[] buffer, int offset, int length, DependencyStructure known) {
        return read(buffer, offset, length, known, true);
    }

    /**
     * Reads the value of the header extension by a structure alone that came before. Allocates nothing, whatever comes.
     *
     * @param buffer the packet's bytes; not kept
     * @param offset of the value
     * @param length of the value in bytes
     * @param known the structure
     * @return false also where the packet brings another structure; then nothing else may be called
     */
    public boolean readBy(byte[] buffer, int offset, int length, DependencyStructure known) {
        return read(buffer, offset, length, known, false);
    }

    private boolean read(byte[] buffer, int offset, int length, DependencyStructure known, boolean takesAnother) {
        bits.wrap(buffer, offset, length);
        startOfFrame = bits.flag();
        endOfFrame = bits.flag();
        int templateId = bits.bits(6);
        frameNumber = bits.bits(16);
        structure = known;
        structureAttached = false;
        activeTargetsGiven = false;
        boolean customIndications = false;
        boolean customReferences = false;
        boolean customChains = false;
        if (length > MANDATORY_BYTES) {
            structureAttached = bits.flag();
            activeTargetsGiven = bits.flag();
            customIndications = bits.flag();
            customReferences = bits.flag();
            customChains = bits.flag();
            readStructure(buffer, offset + length, takesAnother);
        }
        int template = structure == null ? DependencyStructure.NONE : structure.template(templateId);
        if (bits.overrun() || template == DependencyStructure.NONE) {
            return false;
        }
        spatialLayer = structure.spatialLayer(template);
        temporalLayer = structure.temporalLayer(template);
        indications = customIndications
                ? DependencyStructure.readIndications(bits, structure.decodeTargets())
                : structure.indications(template);
        boolean bounded = customReferences ? readReferences() : takeReferences(structure.references(template));
        readChains(customChains, structure.chainDiffs(template));
        return bounded && !bits.overrun();
    }

    private void readStructure(byte[] buffer, int endOffset, boolean takesAnother) {
        if (structureAttached) {
            if (structure != null && structure.isAt(buffer, bits.position(), endOffset)) {
                bits.skip(structure.bitLength());
            } else {
                structure = takesAnother ? DependencyStructure.read(bits, buffer) : null;
            }
        }
        if (structure == null) {
            return;
        }
        activeTargets = -1 >>> (Integer.SIZE - structure.decodeTargets());
        if (activeTargetsGiven) {
            int high = bits.bits(Math.max(0, structure.decodeTargets() - 16));
            activeTargets = high << 16 | bits.bits(Math.min(16, structure.decodeTargets()));
        }
    }

    private boolean readReferences() {
        referenceCount = 0;
        for (int size = bits.bits(2); size != 0; size = bits.bits(2)) {
            if (referenceCount == references.length) {
                return false;
            }
            references[referenceCount++] = bits.bits(4 * size) + 1;
        }
        return true;
    }

    private boolean takeReferences(byte[] ofTemplate) {
        referenceCount = ofTemplate.length;
        for (int i = 0; i < referenceCount; i++) {
            references[i] = ofTemplate[i];
        }
        return true;
    }

    private void readChains(boolean custom, byte[] ofTemplate) {
        for (int i = 0; i < ofTemplate.length; i++) {
            chainDiffs[i] = custom ? bits.bits(8) : ofTemplate[i];
        }
    }

    /** What a frame is to a target, by all its indications. */
    static int indication(long indications, int target) {
        return (int) (indications >>> (2 * target)) & INDICATION_MASK;
    }

    /**
     * The structure by which the packet was read: the one given, or the one that it has brought.
     *
     * @return the same instance as was given where the packet repeats that one
     */
    public DependencyStructure structure() {
        return structure;
    }

    /**
     * Whether the packet has a structure with it.
     *
     * @return true as a rule for the first packet of a key frame
     */
    public boolean isStructureAttached() {
        return structureAttached;
    }

    /**
     * Whether the packet is the first of its frame.
     *
     * @return the bit
     */
    public boolean isStartOfFrame() {
        return startOfFrame;
    }

    /**
     * Whether the packet is the last of its frame. A picture with several spatial layers is as many frames.
     *
     * @return the bit
     */
    public boolean isEndOfFrame() {
        return endOfFrame;
    }

    /**
     * The frame's number, one more with each frame of the source.
     *
     * @return 0 to 65535
     */
    public int frameNumber() {
        return frameNumber;
    }

    /**
     * Whether the packet says which decode targets are active from it on.
     *
     * @return true as well where it brings a structure, which makes all of them so
     */
    public boolean hasActiveTargets() {
        return activeTargetsGiven || structureAttached;
    }

    /**
     * Which decode targets are active.
     *
     * @return a bit for each, the lowest for the first; only with {@link #hasActiveTargets}
     */
    public int activeTargets() {
        return activeTargets;
    }

    /**
     * The frame's spatial layer.
     *
     * @return 0 for the lowest
     */
    public int spatialLayer() {
        return spatialLayer;
    }

    /**
     * The frame's temporal layer.
     *
     * @return 0 for the lowest
     */
    public int temporalLayer() {
        return temporalLayer;
    }

    /**
     * What the frame is to a decode target.
     *
     * @param target below {@link DependencyStructure#decodeTargets} of {@link #structure}
     * @return {@link #NOT_PRESENT}, {@link #DISCARDABLE}, {@link #SWITCH} or {@link #REQUIRED}
     */
    public int indication(int target) {
        return indication(indications, target);
    }

    /**
     * How many frames the frame refers to.
     *
     * @return 0 to {@link DependencyStructure#MAX_REFERENCES}
     */
    public int referenceCount() {
        return referenceCount;
    }

    /**
     * How far before this frame one lies that it refers to.
     *
     * @param index below {@link #referenceCount}
     * @return a difference of frame numbers, 1 to 4096
     */
    public int reference(int index) {
        return references[index];
    }

    /**
     * How far before this frame the one before it of a chain lies.
     *
     * @param chain below {@link DependencyStructure#chains} of {@link #structure}
     * @return a difference of frame numbers, 0 where there is none
     */
    public int chainDiff(int chain) {
        return chainDiffs[chain];
    }
}
