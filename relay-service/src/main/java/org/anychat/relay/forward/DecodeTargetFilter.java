package org.anychat.relay.forward;

import java.util.Arrays;
import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.DependencyStructure;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * Which frames a viewer gets where packets have dependency descriptors: those of one decode target. Another one begins with a
 * picture: at once where all its frames were sent anyway; else at a frame that says that one may switch to it (the Switch
 * indication) and refers to nothing that was left out, as a key frame does. Where none comes, a key frame is needed.
 *
 * <p>A frame that refers to one that was left out is left out as well. Of what has not come yet it is taken for granted that it
 * will. Numbers close up behind what is left out, as with {@link TemporalFilter}.
 */
final class DecodeTargetFilter {
    /** No limit. */
    static final int ALL_SPATIAL = DependencyStructure.MAX_SPATIAL_LAYERS - 1;

    /** So many pictures without a frame to switch at mean that none will come by itself: two rounds of three temporal layers. */
    static final int PATIENCE_PICTURES = 8;

    /** Frame numbers that can be referred to. */
    private static final int REMEMBERED = 4096;

    private static final int NONE = DependencyStructure.NONE;

    private final SequenceRewriter rewriter;
    /** The decode target of each segment of the rewriter. */
    private final byte[] targets;

    private final long[] leftOutFrames = new long[REMEMBERED / Long.SIZE];
    private FrameDependencies dependencies;
    private DependencyStructure structure;
    private int target = NONE;
    private int spatial;
    private int temporal;
    private int wantedSpatial;
    private int wantedTemporal;
    private boolean urgent;
    private int newestFrame;
    private int newestSequence;
    private int newestTimestamp;
    private boolean leavesOut;
    /** Whether more of the newest packet's picture is to come for the viewer. */
    private boolean pictureOpen;

    private int picturesWaited;

    DecodeTargetFilter(SequenceRewriter rewriter) {
        this.rewriter = rewriter;
        this.targets = new byte[rewriter.capacity()];
    }

    /** A segment has begun with the first packet of a key frame. */
    void begin(RtpPacket first, FrameDependencies followed, int highestSpatial, int highestTemporal) {
        dependencies = followed;
        DependencyDescriptor descriptor = followed.descriptor();
        structure = descriptor.structure();
        want(highestSpatial, highestTemporal, false);
        choose(aim());
        targets[rewriter.current()] = (byte) target;
        Arrays.fill(leftOutFrames, -1L);
        newestFrame = descriptor.frameNumber() - 1;
        newestSequence = first.sequenceNumber() - 1;
        newestTimestamp = first.timestamp() - 1;
        leavesOut = false;
        pictureOpen = false;
        picturesWaited = 0;
    }

    /** The rewriter has gone on with another segment by itself. */
    void follow(int segment) {
        targets[segment] = (byte) target;
    }

    void want(int highestSpatial, int highestTemporal, boolean atOnce) {
        wantedSpatial = highestSpatial;
        wantedTemporal =
                highestTemporal == TemporalFilter.ALL ? DependencyStructure.MAX_TEMPORAL_LAYERS : highestTemporal;
        urgent = atOnce;
    }

    /** Or -1 while no decode target is sent. */
    int spatialLimit() {
        return target == NONE ? NONE : spatial;
    }

    int temporalLimit() {
        return Math.min(temporal, TemporalFilter.ALL);
    }

    private void choose(int chosen) {
        target = chosen;
        spatial = chosen == NONE ? 0 : structure.spatialLayerOf(chosen);
        temporal = chosen == NONE ? 0 : structure.temporalLayerOf(chosen);
    }

    /** The best of the active decode targets that are wanted, or the lowest. */
    private int aim() {
        int active = active();
        int found = NONE;
        for (int i = Math.min(wantedSpatial, ALL_SPATIAL); i >= 0 && found == NONE; i--) {
            found = structure.target(i, wantedTemporal, active);
        }
        for (int i = 0; i <= ALL_SPATIAL && found == NONE; i++) {
            found = structure.target(i, DependencyStructure.MAX_TEMPORAL_LAYERS, active);
        }
        return found;
    }

    /** The structure by which the packets of the current segment are read. */
    DependencyStructure structure() {
        return structure;
    }

    boolean leavesOut(RtpPacket packet, boolean isStart) {
        int ahead = (short) (packet.sequenceNumber() - newestSequence);
        if (ahead <= 0) {
            return false;
        }
        DependencyDescriptor descriptor = dependencies.descriptor();
        boolean newFrame = descriptor != null && isNew(descriptor, isStart);
        if (newFrame) {
            decide(descriptor, packet, isStart);
        } else if (descriptor == null) {
            leavesOut = false;
        }
        if (leavesOut) {
            targets[rewriter.leaveOut(packet.sequenceNumber(), newFrame ? 1 : ahead)] = (byte) target;
        }
        if (!leavesOut) {
            pictureOpen = descriptor == null || !descriptor.isEndOfFrame() || descriptor.spatialLayer() != spatial;
        } else if (packet.timestamp() != newestTimestamp) {
            pictureOpen = false;
        }
        newestSequence = packet.sequenceNumber();
        newestTimestamp = packet.timestamp();
        return leavesOut;
    }

    /** A publisher's numbers may begin anew with a key frame, before what they were. */
    private boolean isNew(DependencyDescriptor descriptor, boolean isStart) {
        int ahead = (short) (descriptor.frameNumber() - newestFrame);
        boolean mayBeginAnew = isStart || descriptor.isStructureAttached();
        return ahead > 0 || (mayBeginAnew && (ahead != 0 || descriptor.isStartOfFrame()));
    }

    private void decide(DependencyDescriptor descriptor, RtpPacket packet, boolean isStart) {
        int frame = descriptor.frameNumber();
        int ahead = (short) (frame - newestFrame);
        expect(newestFrame + 1, ahead > 0 ? Math.min(REMEMBERED, ahead) : REMEMBERED);
        newestFrame = frame;
        boolean broken = refersToWhatWasLeftOut(descriptor);
        boolean followed = follow(descriptor.structure(), packet);
        int aim = aim();
        boolean newPicture = packet.timestamp() != newestTimestamp;
        picturesWaited += newPicture ? 1 : 0;
        boolean complete = packet.sequenceNumber() == ((newestSequence + 1) & 0xFFFF);
        boolean lowest = descriptor.spatialLayer() == 0;
        boolean hasHead = descriptor.isStartOfFrame();
        boolean fromHere = followed || (pictureOpen && (complete || (lowest && hasHead)));
        boolean lowered = aim != target
                && newPicture
                && (fromHere || !pictureOpen)
                && lower(aim, fromHere ? packet.sequenceNumber() : newestSequence + 1);
        if (aim != target && !lowered && !broken && (hasHead || isPresent(descriptor))) {
            // All layers begin anew with a key picture, also those whose frames refer to no other layer's.
            raise(isStart ? aim : next(descriptor, aim), newPicture && (complete || lowest), packet.sequenceNumber());
        }
        boolean present = isPresent(descriptor);
        boolean misses = present && broken && descriptor.indication(target) != DependencyDescriptor.DISCARDABLE;
        if (target == aim && !misses) {
            picturesWaited = 0;
        }
        leavesOut = !present || broken;
        if (leavesOut) {
            leftOutFrames[word(frame)] |= 1L << frame;
        }
    }

    private boolean isPresent(DependencyDescriptor descriptor) {
        return target != NONE && descriptor.indication(target) != DependencyDescriptor.NOT_PRESENT;
    }

    /** Whether what is wanted can begin with a key frame only. */
    boolean needsKeyFrame() {
        return (target == NONE && picturesWaited > 0) || picturesWaited >= PATIENCE_PICTURES;
    }

    /** Decode targets are numbered anew by another structure; the one with the same layers goes on. */
    private boolean follow(DependencyStructure newest, RtpPacket packet) {
        if (newest == structure) {
            return false;
        }
        structure = newest;
        choose(target == NONE ? NONE : structure.target(spatial, temporal, -1));
        cut(packet.sequenceNumber());
        return true;
    }

    /**
     * Goes over to the decode target aimed at, where that takes nothing but leaving frames out, or to one on the way. What is
     * missing before is judged by it as well, so that of nothing only a part is sent; where it is of a picture that the viewer
     * has the beginning of, it is not, and another picture must begin here.
     */
    private boolean lower(int aim, int fromMissing) {
        if (target == NONE || aim == NONE) {
            return false;
        }
        int aimSpatial = structure.spatialLayerOf(aim);
        int lower = structure.contains(target, aim)
                ? aim
                : structure.target(aimSpatial, Math.min(temporal, structure.temporalLayerOf(aim)), active());
        if (lower != NONE && lower != target && structure.contains(target, lower)) {
            choose(lower);
            cut(fromMissing);
        } else if (urgent && aimSpatial < spatial) {
            choose(NONE);
            cut(fromMissing);
        }
        return target == aim;
    }

    /** Within a picture only more temporal layers of the same spatial one begin: the viewer is told where the picture ends. */
    private void raise(int next, boolean beginsPicture, int fromPicture) {
        if (next != NONE && (beginsPicture || (target != NONE && structure.spatialLayerOf(next) == spatial))) {
            choose(next);
            cut(fromPicture);
        }
    }

    private int active() {
        return dependencies.activeTargets();
    }

    /** The decode target aimed at, or the best between, if the frame is one to switch at. */
    private int next(DependencyDescriptor descriptor, int aim) {
        if (aim != NONE && descriptor.indication(aim) == DependencyDescriptor.SWITCH) {
            return aim;
        }
        int best = NONE;
        for (int i = 0; i < structure.decodeTargets() && aim != NONE; i++) {
            boolean switches = descriptor.indication(i) == DependencyDescriptor.SWITCH;
            if (switches && isBetween(i, aim) && (best == NONE || isAbove(i, best))) {
                best = i;
            }
        }
        return best;
    }

    private boolean isBetween(int candidate, int aim) {
        boolean active = ((active() >> candidate) & 1) != 0;
        boolean within = structure.spatialLayerOf(candidate) <= structure.spatialLayerOf(aim)
                && structure.temporalLayerOf(candidate) <= structure.temporalLayerOf(aim);
        return active && within && (target == NONE || isAbove(candidate, target));
    }

    private boolean isAbove(int one, int other) {
        int more = structure.spatialLayerOf(one) - structure.spatialLayerOf(other);
        return more > 0 || (more == 0 && structure.temporalLayerOf(one) > structure.temporalLayerOf(other));
    }

    private void cut(int fromSequenceNumber) {
        targets[rewriter.cut(fromSequenceNumber)] = (byte) target;
    }

    private boolean refersToWhatWasLeftOut(DependencyDescriptor descriptor) {
        boolean found = false;
        for (int i = 0; i < descriptor.referenceCount(); i++) {
            int frame = descriptor.frameNumber() - descriptor.reference(i);
            found |= ((leftOutFrames[word(frame)] >>> frame) & 1) != 0;
        }
        return found;
    }

    /** Takes it for granted that frames come. */
    private void expect(int from, int count) {
        int frame = from;
        int left = count;
        while (left > 0) {
            int bit = frame & (Long.SIZE - 1);
            int bits = Math.min(left, Long.SIZE - bit);
            leftOutFrames[word(frame)] &= ~((-1L >>> (Long.SIZE - bits)) << bit);
            frame += bits;
            left -= bits;
        }
    }

    private static int word(int frame) {
        return (frame & (REMEMBERED - 1)) / Long.SIZE;
    }

    boolean isLeftOut(int segment, DependencyDescriptor descriptor) {
        int chosen = targets[segment];
        return chosen == NONE
                || (chosen < descriptor.structure().decodeTargets()
                        && descriptor.indication(chosen) == DependencyDescriptor.NOT_PRESENT);
    }

    boolean endsPicture(int segment, DependencyDescriptor descriptor) {
        int chosen = targets[segment];
        return chosen != NONE
                && descriptor.isEndOfFrame()
                && chosen < descriptor.structure().decodeTargets()
                && descriptor.spatialLayer() == descriptor.structure().spatialLayerOf(chosen);
    }
}
