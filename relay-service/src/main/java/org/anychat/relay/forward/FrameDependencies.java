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
    private int extensionId = NO_EXTENSION;
    private boolean readable;
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
     */
    public void onPacket(RtpPacket packet, int id) {
        extensionId = codec == null ? NO_EXTENSION : id;
        readable =
                read(newest, packet, structure) || (structureBefore != null && read(newest, packet, structureBefore));
        if (!readable) {
            return;
        }
        int sequence = packet.sequenceNumber();
        boolean first = structure == null;
        boolean inOrder = first || (short) (sequence - newestSequence) > 0;
        boolean newStructure = newest.structure() != structure && newest.structure() != structureBefore;
        if (newStructure && (first || (short) (sequence - structureSequence) > 0)) {
            structureBefore = structure;
            structure = newest.structure();
            structureSequence = sequence;
            activeTargets = newest.activeTargets();
        }
        if (!inOrder) {
            return;
        }
        newestSequence = sequence;
        if (newest.hasActiveTargets() && newest.structure() == structure) {
            activeTargets = newest.activeTargets();
        }
        if ((short) (sequence - structureSequence) > MAX_AGE) {
            structureSequence = sequence - MAX_AGE;
        }
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
     * @return false before the first structure, and where VP8's own descriptor tells
     */
    public boolean isThere() {
        return structure != null;
    }

    /**
     * The newest structure.
     *
     * @return null before the first one
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
