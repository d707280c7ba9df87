package org.anychat.relay.media;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.anychat.relay.allocation.BandwidthAllocator;
import org.anychat.relay.allocation.CrowdingLimit;
import org.anychat.relay.allocation.PauseReason;
import org.anychat.relay.allocation.SpeakerChoice;
import org.anychat.relay.allocation.VideoPlaces;
import org.anychat.relay.allocation.VideoStream;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.congestion.BandwidthEstimator;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.TransportFeedback;
import org.anychat.webrtc.rtp.DependencyStructure;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * What one viewer's path carries, and what is sent over it. Packets are numbered and remembered on their way out; ten
 * milliseconds apart probes are sent; five times a second, and when the estimate has fallen, the streams are judged anew.
 * A viewer that does not tell how its packets arrive gets everything, unless its way out is crowded.
 */
final class ViewerBandwidth {
    private static final long ALLOCATION_NS = 200_000_000;
    private static final int MAX_PADDING_PER_TICK = 64;
    private static final double FALLEN = 0.9;
    private static final double TOO_MUCH = 1.3;
    /** What is taken for a video's lowest layer before it is measured; each further one for three times as much. */
    static final long UNMEASURED_BPS = 150_000;

    static final int UNMEASURED_FACTOR = 3;
    private static final int PINNED_RANK = 0;
    private static final int SPEAKER_RANK = 1;

    private final RelayCounters counters;
    private final EgressPipeline egress;
    private final VideoPauses pauses;
    private final TransportFeedback feedback = new TransportFeedback();
    private final BandwidthAllocator allocator = new BandwidthAllocator();
    private final SpeakerChoice speaker = new SpeakerChoice();
    private final VideoPlaces places = new VideoPlaces();
    private final CrowdingLimit crowding = new CrowdingLimit();
    private final Interval allocation = new Interval(ALLOCATION_NS);
    private final List<Sent> sounds = new ArrayList<>();
    private final List<Sent> videos = new ArrayList<>();
    private final List<Sent> ranked = new ArrayList<>();
    private final List<VideoStream> streams = new ArrayList<>();
    private BandwidthEstimator estimator;
    private boolean judged;
    private boolean due;
    private int maxVideos;
    private int lastSpeaker = SpeakerChoice.NOBODY;
    private long turns;
    private long allocatedBps;
    private long audioBps;

    /** A subscription, whose it is, and what the allocator knows of it where it is a video. */
    private static final class Sent {
        private final Subscription subscription;
        private final int owner;
        private final VideoStream stream;
        private OutgoingTrack.Wish wish;
        private int counted;
        /** As it was judged last. */
        private boolean paused;

        Sent(Subscription subscription, OutgoingTrack track) {
            this.subscription = subscription;
            this.owner = track.owner();
            this.wish = track.wish();
            int encodings = subscription.publication().encodingCount();
            this.stream = new VideoStream(encodings == 1 ? DependencyStructure.MAX_SPATIAL_LAYERS : encodings);
        }
    }

    ViewerBandwidth(EgressPipeline egress, RelayCounters counters, VideoPauses.Listener listener) {
        this.egress = egress;
        this.counters = counters;
        this.pauses = new VideoPauses(listener);
    }

    void add(Subscription subscription, OutgoingTrack track) {
        Sent sent = new Sent(subscription, track);
        (subscription.publication().format().isVideo() ? videos : sounds).add(sent);
        if (estimator == null && track.format().transportSequenceId() != 0) {
            estimator = new BandwidthEstimator(BandwidthEstimator.Limits.DEFAULT);
        }
        onTracksChanged();
    }

    /** The estimate counts where it tells of every video; by what is told of sound alone none could be judged. */
    private void onTracksChanged() {
        judged = estimator != null && videos.stream().allMatch(video -> carriesPadding(video.subscription));
        due = true;
    }

    private static boolean carriesPadding(Subscription video) {
        return video.format().hasRtx() && video.format().transportSequenceId() != 0;
    }

    void wish(Subscription subscription, OutgoingTrack.Wish wish) {
        for (Sent sent : videos) {
            if (sent.subscription == subscription) {
                due |= !sent.wish.equals(wish);
                sent.wish = wish;
            }
        }
    }

    /** How many videos the viewer gets at once, 0 for all. */
    void maxVideos(int most) {
        due |= maxVideos != most;
        maxVideos = most;
    }

    /** Another subscription to the same publication stays. */
    void remove(Subscription subscription) {
        sounds.removeIf(sent -> sent.subscription == subscription);
        removeVideos(sent -> sent.subscription == subscription);
        onTracksChanged();
    }

    void removeAll(long publicationId) {
        boolean sound = sounds.removeIf(sent -> sent.subscription.publication().id() == publicationId);
        boolean video = removeVideos(sent -> sent.subscription.publication().id() == publicationId);
        if (sound || video) {
            onTracksChanged();
        }
    }

    private boolean removeVideos(Predicate<Sent> which) {
        List<Sent> ended = videos.stream().filter(which).toList();
        videos.removeAll(ended);
        for (Sent video : ended) {
            if (videos.stream().noneMatch(other -> other.owner == video.owner && other.paused)) {
                pauses.onLastEnded(video.owner);
            }
        }
        return !ended.isEmpty();
    }

    void clear() {
        sounds.clear();
        videos.clear();
    }

    /** Puts the transport-wide number into a packet; its length afterwards. */
    int number(byte[] data, int offset, int length, int transportSequenceId) {
        if (transportSequenceId == 0 || estimator == null) {
            return length;
        }
        RtpPacket packet = egress.numbered();
        if (!packet.wrap(data, offset, length)) {
            return length;
        }
        return packet.putExtension16(transportSequenceId, estimator.nextSequenceNumber());
    }

    /** A packet that was numbered is on its way. */
    void onSent(int length, int transportSequenceId, long nowNs) {
        if (transportSequenceId != 0 && estimator != null) {
            estimator.onSent(length, nowNs);
        }
    }

    void onFeedback(RtcpReader reader, long nowNs) {
        if (estimator == null) {
            return;
        }
        if (!feedback.wrap(reader) || !estimator.onFeedback(feedback, nowNs)) {
            counters.add(RelayCounter.FEEDBACK_REFUSED);
        }
    }

    /** {@code crowded} says whether more has waited for the viewer, at any time since the last tick, than should. */
    void onTick(boolean crowded, long nowNs) {
        if (estimator != null) {
            estimator.onTimer(nowNs);
            pad(nowNs);
        }
        crowding.update(crowded && !videos.isEmpty(), sentBps(), wantedBps(), nowNs);
        due |= allocation.isOver(nowNs);
        if (due || limitBps() < FALLEN * allocatedBps) {
            allocate(nowNs);
        }
    }

    /** Weighs at once what has come or is wanted otherwise, before anything of it is sent. */
    void weigh(long nowNs) {
        if (due) {
            allocate(nowNs);
        }
    }

    private long sentBps() {
        return (long) allocator.grantedBps() + audioBps;
    }

    private long wantedBps() {
        return (long) allocator.wantedBps() + audioBps;
    }

    private void pad(long nowNs) {
        int due = estimator.paddingDue(nowNs);
        Subscription carrier = due > 0 ? paddingCarrier() : null;
        for (int i = 0; carrier != null && due > 0 && i < MAX_PADDING_PER_TICK; i++) {
            int sent = egress.pad(carrier, nowNs);
            due = sent == 0 ? 0 : due - sent - BandwidthEstimator.OVERHEAD_BYTES;
        }
    }

    /** The video whose retransmission stream may carry padding, or null. */
    private Subscription paddingCarrier() {
        for (int i = 0; i < videos.size(); i++) {
            Subscription video = videos.get(i).subscription;
            if (carriesPadding(video)) {
                return video;
            }
        }
        return null;
    }

    private void allocate(long nowNs) {
        due = false;
        allocatedBps = limitBps();
        rank(nowNs);
        pauses.begin();
        limit();
        measureSounds(nowNs);
        long budgetBps = Math.max(0, allocatedBps - audioBps);
        boolean tooMuch = videoBps(nowNs) > TOO_MUCH * budgetBps;
        allocator.allocate(streams, budgetBps, nowNs);
        for (int i = 0; i < ranked.size(); i++) {
            if (ranked.get(i).stream.hasPlace()) {
                apply(ranked.get(i), tooMuch, nowNs);
            }
        }
        pauses.tell();
        if (estimator != null) {
            estimator.want(judged && !videos.isEmpty() ? wantedBps() : 0);
        }
    }

    /** Leaves what has a place to the allocation, and stops the others. */
    private void limit() {
        streams.clear();
        for (int i = 0; i < ranked.size(); i++) {
            streams.add(ranked.get(i).stream);
        }
        places.choose(streams, maxVideos);
        streams.clear();
        for (int i = 0; i < ranked.size(); i++) {
            Sent video = ranked.get(i);
            boolean hasPlace = video.stream.hasPlace();
            video.subscription.hold(!hasPlace);
            if (hasPlace) {
                streams.add(video.stream);
            } else {
                tell(video, PauseReason.LIMIT);
            }
        }
    }

    private void tell(Sent video, PauseReason reason) {
        if (reason != null) {
            video.paused = true;
            pauses.add(video.owner, reason);
        }
    }

    private void apply(Sent video, boolean atOnce, long nowNs) {
        if (!video.stream.isThere()) {
            beginLow(video, nowNs);
            tell(video, video.subscription.isStarved() ? PauseReason.NETWORK : null);
            return;
        }
        boolean starvedBefore = video.subscription.isStarved();
        int before = video.subscription.sentLayer();
        int granted = video.stream.granted();
        boolean spatial = hasSpatialLayers(video.subscription.publication());
        video.subscription.allow(
                spatial ? Math.min(granted, 0) : granted,
                spatial ? granted : Subscription.ALL_LAYERS,
                temporalLimit(video, nowNs),
                atOnce,
                nowNs);
        boolean starved = granted == VideoStream.NONE;
        if (starved != starvedBefore) {
            counters.add(starved ? RelayCounter.VIDEOS_STARVED : RelayCounter.VIDEOS_RESUMED);
        } else if (before != VideoStream.NONE && before != granted && !starved) {
            noteChange(video, before, granted);
        }
        tell(video, starved ? PauseReason.NETWORK : null);
    }

    private static int temporalLimit(Sent video, long nowNs) {
        int leftOut = video.stream.leftOut();
        if (leftOut == 0) {
            return Subscription.ALL_FRAMES;
        }
        Publication publication = video.subscription.publication();
        int granted = video.stream.granted();
        int layers = hasSpatialLayers(publication)
                ? publication.encoding(0).temporalLayersOf(granted, nowNs)
                : publication.encoding(granted).temporalLayers(nowNs);
        return layers - 1 - leftOut;
    }

    /** Whether the layers that are chosen from are those of one encoding (SVC). */
    private static boolean hasSpatialLayers(Publication publication) {
        return publication.encodingCount() == 1
                && publication.encoding(0).dependencies().isThere();
    }

    /** What a video takes that has never come is not known; where the path is judged it begins with the least. */
    private void beginLow(Sent video, long nowNs) {
        Publication publication = video.subscription.publication();
        if (!publication.hasStarted()) {
            int top = publication.encodingCount() - 1;
            boolean low = limitBps() < CrowdingLimit.NONE_BPS;
            int spatial = low && top == 0 ? 0 : Subscription.ALL_LAYERS;
            video.subscription.allow(low ? 0 : top, spatial, Subscription.ALL_FRAMES, false, nowNs);
        }
    }

    /** Counts an aim once, though it is given again until its key frame comes. */
    private void noteChange(Sent video, int before, int granted) {
        if (video.counted != granted + 1) {
            counters.add(granted < before ? RelayCounter.LAYERS_LOWERED : RelayCounter.LAYERS_RAISED);
        }
        video.counted = granted + 1;
    }

    /** Sorts the videos that the viewer wants: pinned ones, then the speaker's, then as they came. */
    private void rank(long nowNs) {
        int speaking = speaker(nowNs);
        turns += speaking == lastSpeaker ? 0 : 1;
        lastSpeaker = speaking;
        ranked.clear();
        for (int i = 0; i < videos.size(); i++) {
            Sent video = videos.get(i);
            video.paused = false;
            if (!video.wish.paused()) {
                measure(video, nowNs);
                video.stream.rank(rank(video, speaking, i));
                if (video.owner == speaking) {
                    video.stream.spoke(turns);
                }
                insert(video);
            }
        }
    }

    private static int rank(Sent video, int speaking, int order) {
        if (video.wish.pinned()) {
            return PINNED_RANK;
        }
        return video.owner == speaking ? SPEAKER_RANK : BandwidthAllocator.FIRST_ORDINARY_RANK + order;
    }

    private void insert(Sent video) {
        int at = ranked.size();
        while (at > 0 && video.stream.rankedBefore(ranked.get(at - 1).stream)) {
            at--;
        }
        ranked.add(at, video);
    }

    private int speaker(long nowNs) {
        speaker.begin();
        for (int i = 0; i < sounds.size(); i++) {
            Sent sound = sounds.get(i);
            speaker.consider(
                    sound.owner, sound.subscription.publication().loudness().score(nowNs));
        }
        return speaker.decide(nowNs);
    }

    private static void measure(Sent video, long nowNs) {
        Publication publication = video.subscription.publication();
        video.stream.clear();
        if (hasSpatialLayers(publication)) {
            SpatialLayers.measure(video.stream, publication.encoding(0), video.wish.height(), nowNs);
            return;
        }
        long assumedBps = UNMEASURED_BPS;
        int wanted = publication.encodingCount() - 1;
        for (int i = publication.encodingCount() - 1; i >= 0; i--) {
            int height = publication.encoding(i).pictureHeight();
            wanted = video.wish.height() > 0 && height >= video.wish.height() ? i : wanted;
        }
        video.stream.wanted(wanted);
        for (int i = 0; i < publication.encodingCount(); i++) {
            Encoding encoding = publication.encoding(i);
            long measuredBps = encoding.bitrateBps(nowNs);
            long bps = measuredBps > 0 ? measuredBps : assumedBps;
            video.stream.layerBps(i, encoding.isAlive(nowNs) ? bps : 0);
            measureThinned(video.stream, encoding, nowNs);
            assumedBps = UNMEASURED_FACTOR * bps;
        }
    }

    private static void measureThinned(VideoStream stream, Encoding encoding, long nowNs) {
        int layers = encoding.isAlive(nowNs) ? encoding.temporalLayers(nowNs) : 0;
        for (int leftOut = 1; leftOut <= VideoStream.MAX_LEFT_OUT; leftOut++) {
            int highest = layers - 1 - leftOut;
            stream.thinnedBps(encoding.index(), leftOut, highest < 0 ? 0 : encoding.bitrateBps(highest, nowNs));
        }
    }

    /** Redundancy is withheld where a video would be paused for it. */
    private void measureSounds(long nowNs) {
        withholdRedundancy(false);
        audioBps = audioBps(nowNs);
        if (estimateBps() == 0 || !hasRedundancy(nowNs)) {
            return;
        }
        withholdRedundancy(true);
        long leastBps = audioBps(nowNs);
        if (allocator.pausesAny(streams, allocatedBps - leastBps, audioBps - leastBps, nowNs)) {
            audioBps = leastBps;
        } else {
            withholdRedundancy(false);
        }
    }

    private void withholdRedundancy(boolean withhold) {
        for (int i = 0; i < sounds.size(); i++) {
            sounds.get(i).subscription.withholdRedundancy(withhold);
        }
    }

    private boolean hasRedundancy(long nowNs) {
        boolean any = false;
        for (int i = 0; i < sounds.size() && !any; i++) {
            any = sounds.get(i).subscription.wantsRedundancy(nowNs);
        }
        return any;
    }

    private long audioBps(long nowNs) {
        long bps = 0;
        for (int i = 0; i < sounds.size(); i++) {
            Subscription sound = sounds.get(i).subscription;
            Encoding encoding = sound.publication().encoding(0);
            long redundancyBps = sound.wantsRedundancy(nowNs) ? encoding.redundancyBps(nowNs) : 0;
            bps += sound.isPaused() || sound.isHeld() ? 0 : encoding.bitrateBps(nowNs) + redundancyBps;
        }
        return bps;
    }

    /** What the videos that are sent now take. */
    private long videoBps(long nowNs) {
        long bps = 0;
        for (int i = 0; i < videos.size(); i++) {
            Subscription video = videos.get(i).subscription;
            Encoding sent = video.currentEncoding();
            if (sent != null && video.sentLayer() != VideoStream.NONE) {
                bps += hasSpatialLayers(video.publication())
                        ? sent.layerBps(video.sentLayer(), video.temporalLimit(), nowNs)
                        : sent.bitrateBps(video.temporalLimit(), nowNs);
            }
        }
        return bps;
    }

    private long limitBps() {
        long estimateBps = judged ? estimator.estimateBps() : CrowdingLimit.NONE_BPS;
        return Math.min(estimateBps, crowding.limitBps());
    }

    /** Whether the viewer tells how packets arrive, so that its path is probed and paced. */
    boolean isEstimated() {
        return estimator != null;
    }

    /** What the path itself carries, a crowded connection aside; 0 where the viewer does not tell. */
    long pathBps() {
        return judged ? estimator.estimateBps() : 0;
    }

    /** What the path carries; 0 where the viewer tells nothing of it. */
    long estimateBps() {
        long limitBps = limitBps();
        return limitBps < CrowdingLimit.NONE_BPS ? limitBps : 0;
    }

    BandwidthFigures figures() {
        int starved = 0;
        int limited = 0;
        int[] layers = new int[BandwidthFigures.LAYERS];
        for (Sent video : videos) {
            int sent = video.subscription.sentLayer();
            boolean held = video.subscription.isHeld() && !video.subscription.isPaused();
            limited += held ? 1 : 0;
            starved += video.subscription.isStarved() && !held ? 1 : 0;
            if (sent != VideoStream.NONE) {
                layers[Math.min(sent, layers.length - 1)]++;
            }
        }
        return BandwidthFigures.of(estimateBps(), layers, starved, limited);
    }
}
