package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.DependencyStructure;
import org.anychat.webrtc.rtp.HeaderExtensions;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.rtp.Vp8Descriptor;

/**
 * What the dependency descriptors of one source say. The structure by which they are read is kept from the packet on that
 * brings it, and the one before with it, as packets of that may come late; which decode targets are active, too.
 */
public final class FrameDependencies {
    private static final int NO_EXTENSION = -1;

    /** How far behind the newest packet the structure's may seem to lie: half of what numbers can tell, and less. */
    private static final int MAX_AGE = 0x4000;

    private static final int ALL_ACTIVE = -1;

    private final VideoCodec codec;
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final DependencyDescriptor newest = new DependencyDescriptor();
    private final DependencyDescriptor stored = new DependencyDescriptor();
    /**
     * The first one agreed to. It stays, as what is sent again has to be read as before; a publisher that agrees to another one
     * later has no descriptors.
     */
    private int extensionId = NO_EXTENSION;

    private boolean agreed;
    private boolean readable;
    private boolean started;
    private boolean forgotten;
    private DependencyStructure structure;
    private DependencyStructure structureBefore;
    private int structureSequence;
    private int newestSequence;
    private int activeTargets = ALL_ACTIVE;

    /** Makes one that has seen no packet; {@code codec} is null for sound. */
    FrameDependencies(VideoCodec codec) {
        this.codec = codec;
    }

    /**
     * Reads a packet of the source, in the order of arrival.
     *
     * @param packet the publisher's, with the publisher's ids
     * @param id of the header extension, or -1
     * @param isStart whether it is the first one of a key frame
     */
    public void onPacket(RtpPacket packet, int id, boolean isStart) {
        extensionId = codec == null || extensionId != NO_EXTENSION ? extensionId : id;
        agreed = extensionId != NO_EXTENSION && extensionId == id;
        readable = agreed
                && (read(newest, packet, structure)
                        || (structureBefore != null && read(newest, packet, structureBefore)));
        int sequence = packet.sequenceNumber();
        boolean inOrder = !started || (short) (sequence - newestSequence) > 0;
        if (readable) {
            note(sequence, inOrder);
        } else if (isStart && inOrder && structure != null && !isTold(packet)) {
            forget(sequence);
        }
        if (inOrder) {
            started = true;
            newestSequence = sequence;
            if ((short) (sequence - structureSequence) > MAX_AGE) {
                structureSequence = sequence - MAX_AGE;
            }
        }
    }

    private void note(int sequence, boolean inOrder) {
        boolean first = structure == null && !forgotten;
        boolean newStructure = newest.structure() != structure && newest.structure() != structureBefore;
        if (newStructure && (first || (short) (sequence - structureSequence) > 0)) {
            structureBefore = structure;
            structure = newest.structure();
            structureSequence = sequence;
            activeTargets = newest.activeTargets();
        }
        if (inOrder && newest.hasActiveTargets() && newest.structure() == structure) {
            activeTargets = newest.activeTargets();
        }
    }

    /** Another encoder, or another way to say the same, has begun. What comes late of before begins nothing again. */
    private void forget(int sequence) {
        structure = null;
        structureBefore = null;
        structureSequence = sequence;
        activeTargets = ALL_ACTIVE;
        forgotten = true;
    }

    private boolean isTold(RtpPacket packet) {
        return agreed && find(packet) != HeaderExtensions.NOT_FOUND;
    }

    private int find(RtpPacket packet) {
        return extensionId == NO_EXTENSION || isNumbered(packet)
                ? HeaderExtensions.NOT_FOUND
                : packet.extensions().find(extensionId);
    }

    /**
     * Whether VP8's own descriptor numbers the picture, so that what is left out has to be closed up there; it tells of its layer
     * as well. Senders whose packets have dependency descriptors empty it as a rule.
     */
    private boolean isNumbered(RtpPacket packet) {
        return codec == VideoCodec.VP8
                && vp8.wrap(packet)
                && (vp8.pictureId() != Vp8Descriptor.ABSENT || vp8.temporalLayer() != Vp8Descriptor.ABSENT);
    }

    private boolean read(DependencyDescriptor descriptor, RtpPacket packet, DependencyStructure known) {
        int offset = find(packet);
        return offset != HeaderExtensions.NOT_FOUND
                && descriptor.read(packet.buffer(), offset, packet.extensions().lengthOf(extensionId), known);
    }

    /**
     * Whether the source's layers are told by its descriptors.
     *
     * @return false before the first structure, where VP8's own descriptor tells, and from a key frame without descriptors on
     */
    public boolean isThere() {
        return structure != null;
    }

    /**
     * The newest structure.
     *
     * @return null while {@link #isThere} is false
     */
    public DependencyStructure structure() {
        return structure;
    }

    /**
     * Which decode targets are active.
     *
     * @return a bit for each, the lowest for the first
     */
    public int activeTargets() {
        return activeTargets;
    }

    /**
     * What the packet says that was read last.
     *
     * @return good until the next one, or null where it says nothing
     */
    public DependencyDescriptor descriptor() {
        return readable ? newest : null;
    }

    /**
     * Reads a packet of the source, whenever it came. Takes no structure from it, as each viewer reads it, and each time that it
     * is sent.
     *
     * @param packet the publisher's, with the publisher's ids
     * @param known the structure to read it by
     * @return good until the next call, or null where it says nothing that is understood by that
     */
    DependencyDescriptor readAgain(RtpPacket packet, DependencyStructure known) {
        int offset = find(packet);
        boolean understood = offset != HeaderExtensions.NOT_FOUND
                && stored.readBy(packet.buffer(), offset, packet.extensions().lengthOf(extensionId), known);
        return understood ? stored : null;
    }
}
