package org.anychat.relay.forward;

import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.congestion.BandwidthEstimator;
import org.anychat.webrtc.congestion.RateMeter;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * One stream of a publication: the only one, or one layer of simulcast. Holds what viewers need of it: its recent
 * packets, whether it is alive, whether somebody waits for a key frame, and the relation of its timestamps to time.
 */
public final class Encoding {
    /** A layer without packets for so long is not sent any more. */
    static final long ALIVE_NS = 1_500_000_000;

    private static final int SLOTS_VIDEO = 1024;
    private static final int SLOTS_AUDIO = 256;
    private static final int RATE_SLOTS = 16;
    private static final long RATE_SLOT_US = 125_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int TEMPORAL_LAYERS = TemporalLayer.HIGHEST + 1;

    /** Before, the first key frame would be taken for the rate. */
    private static final long MEASURED_AFTER_NS = 1_000_000_000;

    private final int index;
    private final int clockRateHz;
    private final PublisherClock publisherClock;
    private final SendBuffer sendBuffer;
    private final RateMeter rate = new RateMeter(RATE_SLOTS, RATE_SLOT_US);
    /** By temporal layer, from the first packet on that names one. */
    private final RateMeter[] temporalRates = new RateMeter[TEMPORAL_LAYERS];

    /** Of sound, from the first packet on that has any. */
    private RateMeter redundancy;

    private final FrameDependencies dependencies;
    private final LayerRates layerRates = new LayerRates();

    private boolean received;
    private long firstPacketNs;
    private long lastPacketNs;
    private int lastTimestamp;
    private boolean reported;
    private long reportedUnixNs;
    private int reportedTimestamp;
    private boolean keyFrameWanted;
    private int pictureSize;

    Encoding(int index, PublicationFormat format, PublisherClock publisherClock, SendBufferLimits limits) {
        this.index = index;
        this.clockRateHz = format.clockRateHz();
        this.publisherClock = publisherClock;
        this.dependencies = new FrameDependencies(format.codec());
        boolean video = format.isVideo();
        this.sendBuffer = new SendBuffer(
                video ? limits.videoBytes() : limits.audioBytes(),
                video ? SLOTS_VIDEO : SLOTS_AUDIO,
                TimeUnit.MILLISECONDS.toNanos(limits.maxAgeMs()));
    }

    /**
     * Takes note of a packet, in the order of arrival.
     *
     * @param timestamp the packet's
     * @param rtpBytes its length
     * @param nowNs the time
     */
    public void onPacket(int timestamp, int rtpBytes, long nowNs) {
        if (!received) {
            received = true;
            firstPacketNs = nowNs;
        }
        rate.add(rtpBytes + BandwidthEstimator.OVERHEAD_BYTES, nowNs / NANOS_PER_MICRO);
        lastPacketNs = nowNs;
        lastTimestamp = timestamp;
    }

    /**
     * Takes note of the redundancy that a packet of sound had, besides {@link #onPacket}.
     *
     * @param bytes beyond the packet without it
     * @param nowNs the time
     */
    public void onRedundancy(int bytes, long nowNs) {
        if (redundancy == null) {
            redundancy = new RateMeter(RATE_SLOTS, RATE_SLOT_US);
        }
        redundancy.add(bytes, nowNs / NANOS_PER_MICRO);
    }

    /**
     * What redundancy takes where it is sent, over the last two seconds.
     *
     * @param nowNs the time
     * @return bits per second, besides {@link #bitrateBps(long)}
     */
    public long redundancyBps(long nowNs) {
        return redundancy == null ? 0 : redundancy.rateBps(nowNs / NANOS_PER_MICRO);
    }

    /**
     * What the stream takes on the wire to a viewer, over the last two seconds.
     *
     * @param nowNs the time
     * @return bits per second, 0 in the first second, in which a key frame counts for too much
     */
    public long bitrateBps(long nowNs) {
        return !received || nowNs - firstPacketNs < MEASURED_AFTER_NS ? 0 : rate.rateBps(nowNs / NANOS_PER_MICRO);
    }

    /**
     * Takes note of a packet's temporal layer, besides {@link #onPacket}.
     *
     * @param temporalLayer 0 to 3
     * @param rtpBytes its length
     * @param nowNs the time
     */
    public void onTemporalLayer(int temporalLayer, int rtpBytes, long nowNs) {
        if (temporalRates[temporalLayer] == null) {
            temporalRates[temporalLayer] = new RateMeter(RATE_SLOTS, RATE_SLOT_US);
        }
        temporalRates[temporalLayer].add(rtpBytes + BandwidthEstimator.OVERHEAD_BYTES, nowNs / NANOS_PER_MICRO);
    }

    /**
     * How many temporal layers the frames of the last two seconds were of.
     *
     * @param nowNs the time
     * @return 0 where none names one, or it is not known yet
     */
    public int temporalLayers(long nowNs) {
        if (dependencies.isThere()) {
            return temporalLayersOf(topSpatialLayer(), nowNs);
        }
        int layers = bitrateBps(nowNs) == 0 ? 0 : TEMPORAL_LAYERS;
        while (layers > 0 && temporalBps(layers - 1, nowNs) == 0) {
            layers--;
        }
        return layers;
    }

    private long temporalBps(int temporalLayer, long nowNs) {
        RateMeter meter = temporalRates[temporalLayer];
        return meter == null ? 0 : meter.rateBps(nowNs / NANOS_PER_MICRO);
    }

    /**
     * What the frames of some temporal layers take on the wire to a viewer.
     *
     * @param highest of these layers, 0 to 3
     * @param nowNs the time
     * @return bits per second, 0 where it is not known
     */
    public long bitrateBps(int highest, long nowNs) {
        if (highest >= temporalLayers(nowNs) - 1) {
            return bitrateBps(nowNs);
        }
        if (dependencies.isThere()) {
            return layerBps(topSpatialLayer(), highest, nowNs);
        }
        long bps = 0;
        for (int i = 0; i <= highest; i++) {
            bps += temporalBps(i, nowNs);
        }
        return bps;
    }

    private int topSpatialLayer() {
        return dependencies.structure().spatialLayers() - 1;
    }

    /**
     * Reads a packet's dependency descriptor, besides {@link #onPacket}.
     *
     * @param packet the packet
     * @param extensionId the publisher's id of the header extension, or -1
     * @param isStart {@link Publication#isStart} of the packet
     * @param nowNs the time
     */
    public void onDependencies(RtpPacket packet, int extensionId, boolean isStart, long nowNs) {
        dependencies.onPacket(packet, extensionId, isStart);
        if (dependencies.descriptor() != null) {
            int wireBytes = packet.length() + BandwidthEstimator.OVERHEAD_BYTES;
            layerRates.onPacket(dependencies.descriptor(), wireBytes, nowNs / NANOS_PER_MICRO);
        }
    }

    /**
     * What the packets' dependency descriptors say.
     *
     * @return the one instance
     */
    public FrameDependencies dependencies() {
        return dependencies;
    }

    /**
     * What a spatial layer takes on the wire to a viewer, with all that it depends on, where there are dependency descriptors.
     *
     * @param spatial 0 for the lowest
     * @param highestTemporal of the temporal layers that count, 0 to 3
     * @param nowNs the time
     * @return bits per second, 0 where it is not there, or not known yet
     */
    public long layerBps(int spatial, int highestTemporal, long nowNs) {
        int layers = temporalLayersOf(spatial, nowNs);
        int highest = Math.min(highestTemporal, layers - 1);
        return highest < 0 ? 0 : layerRates.bps(spatial, highest, nowNs / NANOS_PER_MICRO);
    }

    /**
     * How many temporal layers a spatial layer has, where there are dependency descriptors.
     *
     * @param spatial 0 for the lowest
     * @param nowNs the time
     * @return 0 where it is not there, or not known yet
     */
    public int temporalLayersOf(int spatial, long nowNs) {
        return bitrateBps(nowNs) == 0 ? 0 : layerRates.temporalLayers(spatial, nowNs / NANOS_PER_MICRO);
    }

    /**
     * Takes note of the picture's size.
     *
     * @param size width in the low 16 bits, height in the high 16
     */
    public void onPictureSize(int size) {
        pictureSize = size;
    }

    /**
     * The shorter side of the picture, which is what people name a size by.
     *
     * @return pixels, 0 while unknown
     */
    public int pictureHeight() {
        return Math.min(pictureSize & 0xFFFF, pictureSize >>> 16);
    }

    /**
     * Takes note of the publisher's sender report for this stream.
     *
     * @param unixNs the report's time on the publisher's clock
     * @param timestamp the same moment in the stream's clock
     */
    public void onSenderReport(long unixNs, int timestamp) {
        reported = true;
        reportedUnixNs = unixNs;
        reportedTimestamp = timestamp;
    }

    /**
     * The stream's timestamp at a moment, by the publisher's reports, or by the last packet while there are none.
     *
     * @param nowNs on the relay's clock
     * @return the 32 bits
     */
    public int timestampAt(long nowNs) {
        return reported
                ? reportedTimestamp + ticks(nowNs - publisherClock.toRelayNs(reportedUnixNs))
                : lastTimestamp + ticks(nowNs - lastPacketNs);
    }

    private int ticks(long durationNs) {
        return (int) (TimeUnit.NANOSECONDS.toMicros(durationNs) * clockRateHz / TimeUnit.SECONDS.toMicros(1));
    }

    /**
     * Whether a packet has ever come.
     *
     * @return false before the first one
     */
    public boolean hasStarted() {
        return received;
    }

    /**
     * Whether packets come now.
     *
     * @param nowNs the time
     * @return false before the first one, and where the last one is long ago
     */
    public boolean isAlive(long nowNs) {
        return received && nowNs - lastPacketNs < ALIVE_NS;
    }

    /**
     * Tells whether anything came yet; from then on the encoding keeps its SSRC, since viewers' numbers follow it.
     *
     * @return true after the first packet
     */
    public boolean hasReceived() {
        return received;
    }

    /**
     * The encoding's place among the layers.
     *
     * @return 0 for the lowest
     */
    public int index() {
        return index;
    }

    /**
     * The recent packets, as they are forwarded.
     *
     * @return the buffer
     */
    public SendBuffer sendBuffer() {
        return sendBuffer;
    }

    /** A viewer cannot go on without a key frame. */
    public void wantKeyFrame() {
        keyFrameWanted = true;
    }

    /**
     * Tells, once, whether a viewer wants a key frame.
     *
     * @return true where one has since the last call
     */
    public boolean takeKeyFrameWanted() {
        boolean result = keyFrameWanted;
        keyFrameWanted = false;
        return result;
    }
}
