package org.anychat.relay.media;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.relay.feedback.IncomingStream;
import org.anychat.relay.feedback.PublisherCeiling;
import org.anychat.relay.feedback.PublisherFeedback;
import org.anychat.relay.feedback.StreamRate;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.media.ConnectionFigures.StreamView;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtcp.NtpTime;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PeerContext;

/** The connection on which a client publishes. */
class PublisherSession extends MediaSession {
    /** No limit: it has as many publishers as a room. */
    static final long MAX_BITRATE_BPS = 10_000_000_000L;

    private static final long MEASURE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PER_MILLE = 1_000;

    private final StreamTable streams = new StreamTable();
    private final PublisherClock clock = new PublisherClock();
    private final PublisherFeedback feedback;
    private final PublisherCeiling ceiling;
    private long measuredNs;
    private boolean overRate;

    /**
     * What tells a client from another relay.
     *
     * @param side this side's part in ICE, and its patience
     * @param maxBitrateBps what the peer is told that it may send
     * @param ceilingBps above which its packets are dropped, {@link PublisherCeiling#NONE_BPS} for never
     */
    record Terms(Side side, long maxBitrateBps, long ceilingBps) {}

    PublisherSession(long id, IceCredentials local, MediaLoop loop, PeerContext context, Terms terms, long nowNs) {
        super(id, local, loop, context, terms.side(), nowNs);
        if (terms.side().role() == IceRole.LITE) {
            // Against another relay this side asks for consent itself.
            transport().takeRtpForConsent();
        }
        int senderSsrc = 1 + context.random().nextInt(Integer.MAX_VALUE);
        this.measuredNs = nowNs;
        this.ceiling = new PublisherCeiling(terms.ceilingBps(), nowNs);
        this.feedback = new PublisherFeedback(senderSsrc, terms.maxBitrateBps(), loop.counters());
    }

    /** Makes the tracks be these: what is gone goes, what is new comes, what is as before stays. */
    final void setTracks(List<IncomingTrack> wanted, int gopFrames) {
        streams.gop(gopFrames);
        for (IncomingTrack track : List.copyOf(streams.tracks())) {
            if (!wanted.contains(track)) {
                streams.remove(track);
                removeUnlessWanted(track.publicationId(), wanted);
            }
        }
        for (IncomingTrack track : wanted) {
            if (!streams.tracks().contains(track)) {
                Publication publication = loop().registry().publication(track.publicationId());
                streams.add(track, publication == null ? loop().addPublication(track, clock) : publication);
            }
        }
    }

    private void removeUnlessWanted(long publicationId, List<IncomingTrack> wanted) {
        if (wanted.stream().noneMatch(track -> track.publicationId() == publicationId)) {
            loop().registry().removePublication(publicationId);
        }
    }

    /** What each publication has brought in the last second. */
    final Map<Long, StreamRate> rates() {
        Map<Long, StreamRate> rates = new HashMap<>();
        for (IncomingStream stream : streams.streams()) {
            rates.merge(stream.publication().id(), stream.rate(), StreamRate::plus);
        }
        return rates;
    }

    @Override
    List<StreamView> views() {
        return streams.streams().stream().map(PublisherSession::view).toList();
    }

    private static StreamView view(IncomingStream stream) {
        StreamRate rate = stream.rate();
        return new StreamView(
                stream.publication().id(),
                stream.encoding().index(),
                false,
                rate.bitrateBps(),
                (int) (rate.expected() == 0 ? 0 : PER_MILLE * rate.lost() / rate.expected()),
                stream.jitterUs(),
                0,
                rate.pictureSize(),
                0,
                0);
    }

    private void measure(long nowNs) {
        measuredNs = nowNs;
        for (int i = 0; i < streams.streams().size(); i++) {
            streams.streams().get(i).measure(nowNs);
        }
    }

    @Override
    void onTick(long nowNs) {
        if (nowNs - measuredNs >= MEASURE_NS) {
            measure(nowNs);
        }
        if (transport().isConnected()) {
            loop().rtcp().begin(this);
            feedback.onTimer(streams.streams(), loop().rtcp(), nowNs);
            loop().rtcp().end();
        }
    }

    @Override
    LoopFigures figures() {
        return new LoopFigures(
                1, 0, 0, streams.tracks().size(), streams.streams().size(), 0, 0, BandwidthFigures.NONE);
    }

    @Override
    void release() {
        for (IncomingTrack track : streams.tracks()) {
            loop().registry().removePublication(track.publicationId());
        }
    }

    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        if (ceiling.admits(length, nowNs)) {
            int restored = loop().ingress().onRtp(streams, feedback, data, offset, length, nowNs);
            ceiling.charge(restored, length);
            loop().onPublished(length);
        } else {
            onOverRate();
        }
    }

    /** The packet is not told to have arrived either, so a sender that estimates its path slows down. */
    private void onOverRate() {
        loop().counters().add(RelayCounter.RTP_IN);
        loop().counters().add(RelayCounter.DROP_OVER_RATE);
        if (!overRate) {
            overRate = true;
            loop().events().onOverRate(id());
        }
    }

    @Override
    public final void onRtcp(byte[] data, int offset, int length, long nowNs) {
        loop().counters().add(RelayCounter.RTCP_IN);
        RtcpReader reader = loop().rtcpReader();
        if (!reader.wrap(data, offset, length)) {
            loop().counters().add(RelayCounter.DROP_MALFORMED_RTCP);
            return;
        }
        while (reader.next()) {
            if (reader.kind() == RtcpKind.SENDER_REPORT) {
                onSenderReport(reader, nowNs);
            }
        }
    }

    private void onSenderReport(RtcpReader report, long nowNs) {
        IncomingStream stream = streams.stream(report.senderSsrc());
        if (stream != null) {
            long ntp = report.ntpTimestamp();
            stream.onSenderReport(ntp, NtpTime.toUnixNs(ntp), report.rtpTimestamp(), clock, nowNs);
        }
    }
}
