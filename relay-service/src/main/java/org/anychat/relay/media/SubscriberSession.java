package org.anychat.relay.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.relay.allocation.PauseReason;
import org.anychat.relay.feedback.NackResponder;
import org.anychat.relay.feedback.ReportTimes;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.forward.SubscriptionNumbers;
import org.anychat.relay.media.ConnectionFigures.StreamView;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.transport.PeerContext;

/** The connection on which a client receives. */
final class SubscriberSession extends MediaSession implements RtpSink {
    private static final long TARGET_NS = 50_000_000;
    private static final int MAX_FIRST_SEQUENCE_NUMBER = 32_767;

    private final PeerContext context;
    private final List<Track> tracks = new ArrayList<>();
    private final ViewerBandwidth bandwidth;
    private final ViewerSounds sounds;
    private final ViewerPacer pacer;
    /** Of sources that tracks share, and that none has now. */
    private final Map<Integer, SubscriptionNumbers> numbers = new HashMap<>();

    private final Interval target = new Interval(TARGET_NS);
    /** When it was last let have a track that it was not to have before. */
    private long resumedNs;

    private final ReportTimes reports = new ReportTimes();

    /** One track that the viewer gets. */
    private record Track(OutgoingTrack wanted, Subscription subscription, NackResponder nackResponder) {}

    SubscriberSession(long id, IceCredentials local, MediaLoop loop, PeerContext context, long nowNs) {
        super(id, local, loop, context, Side.SERVER, nowNs);
        this.context = context;
        this.resumedNs = nowNs - TimeUnit.SECONDS.toNanos(1);
        this.bandwidth = new ViewerBandwidth(loop.egress(), loop.counters(), this::onPaused);
        this.sounds = new ViewerSounds(loop.settings().loudestSpeakers());
        this.pacer = new ViewerPacer(loop.waiting(), loop.egress(), loop.counters(), this::isStreamCrowded);
    }

    private void onPaused(int user, PauseReason reason, boolean paused) {
        loop().events().onVideoPaused(id(), user, reason, paused);
    }

    /** Makes the tracks be these, and at most so many videos: what is gone goes, what is new comes, what is as before stays. */
    void setTracks(List<OutgoingTrack> wanted, int maxVideos, long nowNs) {
        bandwidth.maxVideos(maxVideos);
        for (Track track : List.copyOf(tracks)) {
            if (wanted.stream().noneMatch(other -> track.wanted().isSameAs(other))) {
                retire(track);
            }
        }
        wanted.forEach(track -> apply(track, nowNs));
        pacer.videos((int) tracks.stream().filter(SubscriberSession::isVideo).count());
        sounds.choose(nowNs);
        bandwidth.weigh(nowNs);
    }

    private static boolean isVideo(Track track) {
        return track.subscription().isVideo() && !track.subscription().isPaused();
    }

    /**
     * Rests rather than ends while the publication lives: the viewer may take the track again, and numbers that start
     * anew on an SSRC would encrypt two packets alike (RFC 3711 section 9.1). The numbers of a source that tracks share
     * outlive them.
     */
    private void retire(Track track) {
        if (!track.wanted().format().isShared()
                && loop().registry().publication(track.wanted().publicationId()) != null) {
            wish(track.subscription(), OutgoingTrack.Wish.NOTHING);
        } else {
            remove(track);
        }
    }

    private void wish(Subscription subscription, OutgoingTrack.Wish wish) {
        subscription.pause(wish.paused());
        bandwidth.wish(subscription, wish);
        sounds.wish(subscription, wish);
    }

    private void remove(Track track) {
        if (track.wanted().format().isShared() && pacer.isWaiting()) {
            // What has a number of the source already goes out before: nobody could send it again.
            loop().endTurn();
        }
        track.subscription().close();
        pacer.forget(track.subscription());
        bandwidth.remove(track.subscription());
        sounds.remove(track.subscription());
        tracks.remove(track);
        onEnded(track);
    }

    /** Another track goes on from its source, or none ever does. */
    private void onEnded(Track track) {
        SubscriptionFormat format = track.wanted().format();
        if (format.isShared()) {
            numbers.put(format.ssrc(), track.subscription().numbers());
            return;
        }
        transport().endSource(format.ssrc());
        if (format.hasRtx()) {
            transport().endSource(format.rtxSsrc());
        }
    }

    /** Another track comes from the source; the last one's packets end here, its picture stands until the next key frame. */
    private void makeWay(OutgoingTrack wanted) {
        for (Track track : List.copyOf(tracks)) {
            boolean inTheWay = track.wanted().format().isShared()
                    && track.wanted().format().ssrc() == wanted.format().ssrc();
            if (inTheWay) {
                remove(track);
            }
        }
    }

    private void apply(OutgoingTrack wanted, long nowNs) {
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            if (track.wanted().isSameAs(wanted)) {
                if (track.subscription().isPaused() && !wanted.wish().paused()) {
                    resumedNs = nowNs;
                }
                wish(track.subscription(), wanted.wish());
                return;
            }
        }
        Publication publication = loop().registry().publication(wanted.publicationId());
        if (publication != null && wanted.format().isShared()) {
            makeWay(wanted);
        }
        if (publication != null && !isUsed(wanted.format().ssrc())) {
            add(wanted, publication);
        }
    }

    private boolean isUsed(int ssrc) {
        return tracks.stream().anyMatch(track -> track.wanted().format().ssrc() == ssrc);
    }

    private void add(OutgoingTrack wanted, Publication publication) {
        Subscription subscription = subscription(wanted, publication);
        subscription.pause(wanted.wish().paused());
        bandwidth.add(subscription, wanted);
        sounds.add(subscription, wanted.wish());
        NackResponder responder = new NackResponder(subscription, loop().egress(), loop().counters());
        tracks.add(new Track(wanted, subscription, responder));
        reports.onTrack();
    }

    private Subscription subscription(OutgoingTrack wanted, Publication publication) {
        SubscriptionNumbers before = numbers.remove(wanted.format().ssrc());
        if (before != null) {
            return new Subscription(publication, wanted.format(), before, this);
        }
        int firstSequenceNumber = 1 + context.random().nextInt(MAX_FIRST_SEQUENCE_NUMBER);
        return new Subscription(publication, wanted.format(), firstSequenceNumber, this);
    }

    @Override
    public void onPublicationRemoved(long publicationId) {
        tracks.stream()
                .filter(track -> track.wanted().publicationId() == publicationId)
                .forEach(track -> {
                    pacer.forget(track.subscription());
                    onEnded(track);
                });
        tracks.removeIf(track -> track.wanted().publicationId() == publicationId);
        bandwidth.removeAll(publicationId);
        sounds.removeAll(publicationId);
    }

    @Override
    public void onConnected() {
        super.onConnected();
        try {
            begin(loop().nowNs());
        } catch (RuntimeException e) {
            loop().onFault(e);
        }
    }

    private void begin(long nowNs) {
        sounds.onTick(nowNs);
        for (int i = 0; i < tracks.size(); i++) {
            loop().egress().begin(tracks.get(i).subscription(), resumedNs, nowNs);
        }
        context.sender().flush();
    }

    /** Where its path is probed and paced, or its stream judged; what waits for others is sent without it. */
    @Override
    boolean needsEveryTick() {
        return bandwidth.isEstimated() || isByStream();
    }

    @Override
    void onTick(long nowNs) {
        if (!transport().isConnected()) {
            return;
        }
        sounds.onTick(nowNs);
        bandwidth.onTick(pacer.takeCrowded() || isStreamCrowded(), nowNs);
        pacer.onTick(bandwidth.pathBps(), isByStream(), nowNs);
        if (target.isOver(nowNs)) {
            for (int i = 0; i < tracks.size(); i++) {
                tracks.get(i).subscription().onTimer(nowNs);
            }
        }
        if (reports.mayBeDue(nowNs) && reports.isDue(hasVideo(), nowNs)) {
            report(nowNs);
        }
    }

    private boolean hasVideo() {
        for (int i = 0; i < tracks.size(); i++) {
            if (isVideo(tracks.get(i))) {
                return true;
            }
        }
        return false;
    }

    private void report(long nowNs) {
        boolean any = false;
        loop().rtcp().begin(this);
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            any |= loop().senderReports().write(track.subscription(), loop().rtcp(), nowNs);
        }
        loop().rtcp().end();
        if (any) {
            reports.onReported();
        }
    }

    @Override
    LoopFigures figures() {
        return new LoopFigures(0, 1, 0, 0, 0, tracks.size(), sounds.heldBack(), bandwidth.figures());
    }

    @Override
    long estimateBps() {
        return bandwidth.estimateBps();
    }

    @Override
    List<StreamView> views() {
        return tracks.stream().map(track -> view(track.subscription())).toList();
    }

    private static StreamView view(Subscription subscription) {
        return new StreamView(
                subscription.publication().id(),
                subscription.sentLayer(),
                subscription.isPaused() || subscription.isStarved() || subscription.isHeld(),
                0,
                0,
                0,
                TimeUnit.NANOSECONDS.toMicros(subscription.roundTripNs()),
                0,
                subscription.packetsSent(),
                subscription.octetsSent());
    }

    @Override
    void release() {
        tracks.forEach(track -> track.subscription().close());
        tracks.clear();
        pacer.clear();
        bandwidth.clear();
        sounds.clear();
    }

    @Override
    public boolean isOpen() {
        return transport().isConnected();
    }

    @Override
    public boolean isCrowded() {
        return pacer.isCrowded() || isStreamCrowded();
    }

    private boolean isStreamCrowded() {
        return transport().remoteAddress() instanceof StreamAddress address
                && address.stream().isCrowded();
    }

    @Override
    public boolean hasRoom() {
        return pacer.hasRoom() && !isStreamCrowded();
    }

    private boolean isByStream() {
        return transport().remoteAddress() instanceof StreamAddress;
    }

    @Override
    public boolean isWaiting() {
        return pacer.isWaiting();
    }

    @Override
    public boolean defer(Subscription video, int sequenceNumber, int length, long nowNs) {
        pacer.defer(video, sequenceNumber, length, nowNs);
        return true;
    }

    @Override
    public boolean deferAgain(Subscription track, int sequenceNumber, int length, long nowNs) {
        return pacer.deferAgain(track, sequenceNumber, length, nowNs);
    }

    @Override
    public boolean admit(Subscription sound, long nowNs) {
        boolean admitted = sounds.admit(sound, nowNs);
        loop().counters().add(RelayCounter.SOUNDS_ADMITTED, admitted ? 1 : 0);
        return admitted;
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
        int numbered = bandwidth.number(data, offset, length, transportSequenceId);
        boolean sent = transport().sendRtp(data, offset, numbered);
        if (sent) {
            bandwidth.onSent(numbered, transportSequenceId, nowNs);
        }
        return sent;
    }

    /** A viewer sends no media. */
    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        loop().counters().add(RelayCounter.RTP_IN);
        loop().counters().add(RelayCounter.DROP_UNKNOWN_SSRC);
    }

    @Override
    public void onRtcp(byte[] data, int offset, int length, long nowNs) {
        loop().counters().add(RelayCounter.RTCP_IN);
        RtcpReader reader = loop().rtcpReader();
        if (!reader.wrap(data, offset, length)) {
            loop().counters().add(RelayCounter.DROP_MALFORMED_RTCP);
            return;
        }
        while (reader.next()) {
            switch (reader.kind()) {
                case SENDER_REPORT, RECEIVER_REPORT -> onReport(reader, nowNs);
                case NACK -> onNack(reader, nowNs);
                case PLI -> onKeyFrameRequest(reader.mediaSsrc());
                case FIR -> onFir(reader);
                case TRANSPORT_FEEDBACK -> bandwidth.onFeedback(reader, nowNs);
                default -> {}
            }
        }
    }

    private void onReport(RtcpReader reader, long nowNs) {
        for (int block = 0; block < reader.count(); block++) {
            Track track = track(reader.blockSsrc(block));
            if (track != null) {
                loop().senderReports().onReportBlock(reader, block, track.subscription(), nowNs);
            }
        }
    }

    private void onNack(RtcpReader reader, long nowNs) {
        Track track = track(reader.mediaSsrc());
        if (track != null) {
            reader.forEachNacked(sequenceNumber -> track.nackResponder().onNack(sequenceNumber, nowNs));
        }
    }

    private void onFir(RtcpReader reader) {
        for (int entry = 0; entry < reader.firCount(); entry++) {
            onKeyFrameRequest(reader.firSsrc(entry));
        }
    }

    private void onKeyFrameRequest(int ssrc) {
        Track track = track(ssrc);
        if (track != null) {
            loop().counters().add(RelayCounter.KEY_FRAME_REQUESTS_FROM_VIEWERS);
            track.subscription().onKeyFrameRequest();
        }
    }

    private Track track(int ssrc) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).subscription().format().ssrc() == ssrc) {
                return tracks.get(i);
            }
        }
        return null;
    }
}
