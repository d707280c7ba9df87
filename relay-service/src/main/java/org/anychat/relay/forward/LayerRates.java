package org.anychat.relay.forward;

import org.anychat.webrtc.congestion.RateMeter;
import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.DependencyStructure;

/**
 * What the decode targets of a source with dependency descriptors take, by the spatial and temporal layer that they show. A
 * frame counts for each decode target that it is of: where spatial layers depend on each other at key frames alone, that of a
 * higher one does not take what the lower ones take.
 */
final class LayerRates {
    private static final int SLOTS = 16;
    private static final long SLOT_US = 125_000;
    private static final int TEMPORAL = TemporalLayer.HIGHEST + 1;

    private final RateMeter[] meters = new RateMeter[DependencyStructure.MAX_SPATIAL_LAYERS * TEMPORAL];

    /** Takes note of a packet; what targets of one place have in common counts once. */
    void onPacket(DependencyDescriptor descriptor, int wireBytes, long nowUs) {
        DependencyStructure structure = descriptor.structure();
        int counted = 0;
        for (int target = 0; target < structure.decodeTargets(); target++) {
            int place = place(structure.spatialLayerOf(target), structure.temporalLayerOf(target));
            boolean present = descriptor.indication(target) != DependencyDescriptor.NOT_PRESENT;
            if (present && (counted & (1 << place)) == 0) {
                counted |= 1 << place;
                if (meters[place] == null) {
                    meters[place] = new RateMeter(SLOTS, SLOT_US);
                }
                meters[place].add(wireBytes, nowUs);
            }
        }
    }

    private static int place(int spatial, int temporal) {
        return TEMPORAL * spatial + Math.min(temporal, TemporalLayer.HIGHEST);
    }

    /** Bits per second of a spatial layer with the temporal layers up to one; 0 where there is no such target. */
    long bps(int spatial, int temporal, long nowUs) {
        RateMeter meter = meters[place(spatial, temporal)];
        return meter == null ? 0 : meter.rateBps(nowUs);
    }

    /** How many temporal layers a spatial layer has. */
    int temporalLayers(int spatial, long nowUs) {
        int layers = TEMPORAL;
        while (layers > 0 && bps(spatial, layers - 1, nowUs) == 0) {
            layers--;
        }
        return layers;
    }
}
