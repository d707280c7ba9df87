package org.anychat.relay.media;

import org.anychat.relay.allocation.VideoStream;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Subscription;
import org.anychat.webrtc.rtp.DependencyStructure;

/** What the spatial layers of one encoding cost a viewer, each with all that it depends on. */
final class SpatialLayers {
    private SpatialLayers() {}

    /** Tells the stream what its layers cost, and which is of use to a viewer that shows it so high, 0 for any. */
    static void measure(VideoStream stream, Encoding encoding, int shownHeight, long nowNs) {
        DependencyStructure structure = encoding.dependencies().structure();
        int layers = structure.spatialLayers();
        stream.wanted(wanted(structure, shownHeight));
        boolean alive = encoding.isAlive(nowNs);
        long wholeBps = encoding.bitrateBps(nowNs);
        long assumedBps = ViewerBandwidth.UNMEASURED_BPS;
        boolean any = false;
        for (int i = 0; i < DependencyStructure.MAX_SPATIAL_LAYERS; i++) {
            long measuredBps = i < layers ? encoding.layerBps(i, Subscription.ALL_FRAMES, nowNs) : 0;
            boolean there = alive && i < layers && (measuredBps > 0 || wholeBps == 0);
            long bps = measuredBps > 0 ? measuredBps : assumedBps;
            stream.layerBps(i, there ? bps : 0);
            measureThinned(stream, encoding, there, i, nowNs);
            assumedBps = ViewerBandwidth.UNMEASURED_FACTOR * bps;
            any |= there;
        }
        if (!any && alive) {
            stream.layerBps(0, wholeBps);
        }
    }

    private static int wanted(DependencyStructure structure, int shownHeight) {
        int wanted = structure.spatialLayers() - 1;
        for (int i = wanted; i >= 0; i--) {
            wanted = shownHeight > 0 && structure.heightOf(i) >= shownHeight ? i : wanted;
        }
        return wanted;
    }

    private static void measureThinned(VideoStream stream, Encoding encoding, boolean there, int layer, long nowNs) {
        int temporalLayers = there ? encoding.temporalLayersOf(layer, nowNs) : 0;
        for (int leftOut = 1; leftOut <= VideoStream.MAX_LEFT_OUT; leftOut++) {
            int highest = temporalLayers - 1 - leftOut;
            stream.thinnedBps(layer, leftOut, highest < 0 ? 0 : encoding.layerBps(layer, highest, nowNs));
        }
    }
}
