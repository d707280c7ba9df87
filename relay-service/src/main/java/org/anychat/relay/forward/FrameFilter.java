package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.DependencyStructure;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * Which frames of an encoding a viewer gets by their layers. From one key frame to the next it goes by dependency descriptors,
 * where they are there, else by what the payload says of temporal layers.
 */
final class FrameFilter {
    private final SequenceRewriter rewriter;
    private final TemporalFilter byPayload;
    private final DecodeTargetFilter byDescriptor;
    /** Of each segment of the rewriter, where its frames were chosen by descriptors. */
    private final FrameDependencies[] dependencies;

    /** By which the packets of a segment are read, always the same, so that what is sent again is the same. */
    private final DependencyStructure[] structures;

    /** Of VP8, otherwise null: others' receivers know by their own numbers which pictures have been left out. */
    private final Vp8PictureRewriter pictures;

    /** What the encoding's packets say; {@code followed} while it is gone by, otherwise null. */
    private FrameDependencies source;

    private FrameDependencies followed;
    private int wantedSpatial;
    private int wantedTemporal;
    private int newestTimestamp;

    /** Where the publication is video, otherwise null; {@code pictures} those of VP8, otherwise null. */
    static FrameFilter of(Publication publication, SequenceRewriter rewriter, Vp8PictureRewriter pictures) {
        return publication.format().isVideo()
                ? new FrameFilter(rewriter, TemporalFilter.of(publication, rewriter), pictures)
                : null;
    }

    /** {@code byPayload} is null where the payload names no layers. */
    private FrameFilter(SequenceRewriter rewriter, TemporalFilter byPayload, Vp8PictureRewriter pictures) {
        this.rewriter = rewriter;
        this.byPayload = byPayload;
        this.pictures = pictures;
        this.byDescriptor = new DecodeTargetFilter(rewriter);
        this.dependencies = new FrameDependencies[rewriter.capacity()];
        this.structures = new DependencyStructure[rewriter.capacity()];
    }

    /** A segment has begun with the first packet of a key frame, the last one that its encoding has read. */
    void begin(RtpPacket first, FrameDependencies ofEncoding, int highestSpatial, int highestTemporal) {
        source = ofEncoding;
        wantedSpatial = highestSpatial;
        wantedTemporal = highestTemporal;
        followed = ofEncoding.descriptor() == null ? null : ofEncoding;
        if (followed != null) {
            byDescriptor.begin(first, followed, wantedSpatial, wantedTemporal);
        } else if (byPayload != null) {
            byPayload.begin(first, wantedTemporal);
        }
        newestTimestamp = first.timestamp() - 1;
        note(rewriter.current());
    }

    /** Says which layers are to be sent at most, and whether what is above must stop now, whatever it costs. */
    void want(int highestSpatial, int highestTemporal, boolean atOnce) {
        wantedSpatial = highestSpatial;
        wantedTemporal = highestTemporal;
        if (followed != null) {
            byDescriptor.want(wantedSpatial, wantedTemporal, atOnce);
        } else if (byPayload != null) {
            byPayload.want(wantedTemporal);
        }
    }

    private void note(int segment) {
        dependencies[segment] = followed;
        structures[segment] = followed == null ? null : byDescriptor.structure();
    }

    /** Whether a packet of the encoding that is sent is left out. To be asked once for each, before it is numbered. */
    boolean leavesOut(RtpPacket packet, boolean isStart) {
        int before = rewriter.current();
        boolean late = !rewriter.isNewest(packet.sequenceNumber());
        if (isStart && !late && isToldOtherwise()) {
            rewriter.cut(packet.sequenceNumber());
            noteFrom(before);
            begin(packet, source, wantedSpatial, wantedTemporal);
            before = rewriter.current();
        }
        boolean leftOut = followed == null
                ? byPayload != null && byPayload.leavesOut(packet, isStart)
                : byDescriptor.leavesOut(packet, isStart);
        noteFrom(before);
        if (late) {
            return leftOut;
        }
        if (leftOut && pictures != null && packet.timestamp() != newestTimestamp) {
            pictures.leaveOut(rewriter.current());
        }
        newestTimestamp = packet.timestamp();
        return leftOut;
    }

    /** Whether the key frame that begins says of its layers by descriptors, and those before did not, or the other way round. */
    private boolean isToldOtherwise() {
        return followed == null ? source.descriptor() != null : !source.isThere();
    }

    /** A packet has got its number; where that jumped, the rewriter has gone on with another segment than before. */
    void follow(int before) {
        int segment = rewriter.current();
        if (segment == before) {
            return;
        }
        if (followed != null) {
            byDescriptor.follow(segment);
        } else if (byPayload != null) {
            byPayload.follow(segment);
        }
        noteFrom(before);
    }

    /** Each segment that has begun goes on with the one before it. */
    private void noteFrom(int before) {
        int segment = before;
        while (segment != rewriter.current()) {
            int next = (segment + 1) % structures.length;
            if (pictures != null) {
                pictures.continueAs(next, segment);
            }
            note(next);
            segment = next;
        }
        note(segment);
    }

    /** Whether layers that are wanted can begin with a key frame only. */
    boolean needsKeyFrame() {
        return followed != null && byDescriptor.needsKeyFrame();
    }

    /** The highest spatial layer that is sent; 0 where they are not told apart, -1 while none is. */
    int spatialLimit() {
        return followed == null ? 0 : byDescriptor.spatialLimit();
    }

    /** The highest temporal layer that is sent. */
    int temporalLimit() {
        if (followed != null) {
            return byDescriptor.temporalLimit();
        }
        return byPayload == null ? TemporalFilter.ALL : byPayload.limit();
    }

    /** What a packet says that is about to be sent in a segment, as long as it has the publisher's ids; null for nothing. */
    DependencyDescriptor read(int segment, RtpPacket packet) {
        FrameDependencies read = dependencies[segment];
        return read == null ? null : read.readAgain(packet, structures[segment]);
    }

    /** Whether a packet, as the publisher numbered it, is of layers that were left out when it should have come. */
    boolean isLeftOut(int segment, RtpPacket packet, DependencyDescriptor descriptor) {
        if (dependencies[segment] != null) {
            return descriptor != null && byDescriptor.isLeftOut(segment, descriptor);
        }
        return byPayload != null && byPayload.isLeftOut(segment, packet);
    }

    /** Whether a packet ends its picture for the viewer, as nothing of higher spatial layers follows. */
    boolean endsPicture(int segment, DependencyDescriptor descriptor) {
        return descriptor != null && byDescriptor.endsPicture(segment, descriptor);
    }
}
