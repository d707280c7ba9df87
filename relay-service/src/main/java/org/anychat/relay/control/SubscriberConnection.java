package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.forward.SubscriptionFormat.Redundancy;
import org.anychat.relay.media.OutgoingTrack;
import org.anychat.relay.media.OutgoingTrack.Wish;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.anychat.webrtc.sdp.negotiation.SubscriberOffer;
import org.anychat.webrtc.sdp.negotiation.SubscriberOffer.Offer;
import org.anychat.webrtc.sdp.negotiation.ViewerTrack;

/**
 * The connection on which a client receives: its offers, one at a time, and what it has answered. A change while an
 * offer is under way waits for the answer, and many changes become one offer.
 */
final class SubscriberConnection implements ViewerConnection {
    private final long id;
    private final long sdpSessionId;
    private final SubscriberOffer offers;
    private final Redundancy redundancy;
    private final Map<Long, Viewed> offered = new LinkedHashMap<>();
    private final Map<Long, OutgoingTrack> accepted = new LinkedHashMap<>();
    private final Map<Long, Set<VideoCodec>> decoded = new HashMap<>();

    private Fingerprint remoteCertificate;
    private Offer underWay;
    private int underWayRevision;
    private boolean changed = true;
    private int unanswered;
    private boolean away;
    private boolean connected;
    private boolean asked;

    /** A room's track as this viewer gets it. */
    private record Viewed(RoomTrack track, ViewerTrack viewed) {}

    /** A connection whose viewer gets redundancy at such times, if it takes it. */
    SubscriberConnection(long id, long sdpSessionId, SubscriberOffer offers, Redundancy redundancy) {
        this.id = id;
        this.redundancy = redundancy;
        this.sdpSessionId = sdpSessionId;
        this.offers = offers;
    }

    @Override
    public long id() {
        return id;
    }

    long sdpSessionId() {
        return sdpSessionId;
    }

    /** Begins an ICE restart with the next offer, which does not wait for the answer to the one before. */
    void restart(LocalParameters newLocal) {
        offers.restartIce(newLocal);
        underWay = null;
        changed = true;
        away = false;
        unanswered = 0;
        asked = true;
    }

    /** Whether the client has asked for an ICE restart, and has not answered since. */
    boolean isAsked() {
        return asked;
    }

    /** What there is to receive may have changed. */
    void onChange() {
        changed = true;
        away = false;
    }

    @Override
    public void onConnected() {
        connected = true;
    }

    /** Whether media could flow at any time. */
    boolean isConnected() {
        return connected;
    }

    /** Whether an offer may go out now. */
    boolean isDue() {
        return changed && underWay == null && !away;
    }

    /** Whether there was an answer to any offer. */
    boolean hasAnswered() {
        return remoteCertificate != null;
    }

    /** No more offers until {@link #offerAgain}, {@link #restart} or a late answer. */
    void waitForReturn() {
        away = true;
    }

    /** The client is back: an offer without an answer is to be repeated. False where there is none. */
    boolean offerAgain() {
        boolean open = underWay != null || away;
        underWay = null;
        changed |= open;
        away = false;
        unanswered = 0;
        return open;
    }

    /** The next offer, of the tracks that there are now; empty where nothing is different from the last one. */
    Optional<SessionDescription> next(int revision, Collection<RoomTrack> tracks, boolean evenIfSame) {
        changed = false;
        boolean same = !update(tracks);
        if (same && !evenIfSame) {
            return Optional.empty();
        }
        underWay = offers.offer();
        underWayRevision = revision;
        return Optional.of(underWay.description());
    }

    private boolean update(Collection<RoomTrack> tracks) {
        Map<Long, RoomTrack> wanted = tracks.stream()
                .collect(Collectors.toMap(RoomTrack::publicationId, track -> track, (a, b) -> a, LinkedHashMap::new));
        boolean different = removeOthers(wanted);
        for (RoomTrack track : wanted.values()) {
            if (!offered.containsKey(track.publicationId())) {
                Optional<ViewerTrack> viewed = offers.addTrack(track.offered());
                viewed.ifPresent(added -> offered.put(track.publicationId(), new Viewed(track, added)));
                different |= viewed.isPresent();
            }
        }
        return different;
    }

    private boolean removeOthers(Map<Long, RoomTrack> wanted) {
        List<Long> gone = offered.keySet().stream()
                .filter(publication -> !wanted.containsKey(publication))
                .toList();
        for (Long publication : gone) {
            offers.removeTrack(offered.remove(publication).viewed());
            accepted.remove(publication);
            decoded.remove(publication);
        }
        return !gone.isEmpty();
    }

    /** Whether the offer of a revision still waits for its answer. */
    boolean isUnderWay(int revision) {
        return underWay != null && underWayRevision == revision;
    }

    /** The answer did not come; returns how many in a row have not. */
    int onNoAnswer() {
        underWay = null;
        changed = true;
        return ++unanswered;
    }

    /** Takes an answer in; empty where it is to an older offer. */
    Optional<RemoteAnswer> onAnswer(int revision, SessionDescription answer) throws SdpException {
        if (!isUnderWay(revision)) {
            return Optional.empty();
        }
        Optional<RemoteAnswer> read = offers.answered(underWay.revision(), answer);
        read.ifPresent(this::accept);
        return read;
    }

    private void accept(RemoteAnswer answer) {
        underWay = null;
        unanswered = 0;
        asked = false;
        accepted.clear();
        decoded.clear();
        offered.forEach((publication, viewed) -> {
            RemoteAnswer.Section section = answer.section(viewed.viewed().mid());
            if (section != null && section.receives()) {
                accept(publication, viewed, section);
            }
            // Who refuses the whole section wants none of it, whatever the codec.
            if (section != null && section.receives() && viewed.track().kind() == MediaKind.VIDEO) {
                decoded.put(publication, decodes(viewed, section));
            }
        });
    }

    private void accept(Long publication, Viewed viewed, RemoteAnswer.Section section) {
        ViewerTrack track = viewed.viewed();
        List<Integer> payloadTypes = section.payloadTypes();
        int published = viewed.track().incoming().payloadType();
        int rtxPayloadType = track.rtxPayloadType(published);
        boolean rtx = track.rtxSsrc().isPresent() && payloadTypes.contains(rtxPayloadType);
        int numbering = TransportNumbering.id(track, isTold(track, section), rtx);
        if (payloadTypes.contains(track.payloadType(published))) {
            SubscriptionFormat format = new SubscriptionFormat(
                    track.ssrc(),
                    track.payloadType(published),
                    track.rtxSsrc().orElse(0),
                    rtx ? rtxPayloadType : SubscriptionFormat.NO_RTX,
                    TransportNumbering.extensionIds(track, numbering),
                    numbering);
            int owner = viewed.track().user().value();
            boolean red = payloadTypes.contains(track.redPayloadType());
            accepted.put(
                    publication,
                    new OutgoingTrack(
                            publication,
                            red ? format.withRed(redundancy, track.redPayloadType()) : format,
                            owner,
                            Wish.ALL));
        }
    }

    private static Set<VideoCodec> decodes(Viewed viewed, RemoteAnswer.Section section) {
        ViewerTrack track = viewed.viewed();
        return viewed.track().videoCodecs(published -> section.payloadTypes().contains(track.payloadType(published)));
    }

    @Override
    public Set<VideoCodec> decodes(long publication) {
        return decoded.get(publication);
    }

    private static boolean isTold(ViewerTrack track, RemoteAnswer.Section section) {
        return section.extensionIds().contains(track.transportSequenceId())
                && section.feedback().contains(MediaCapabilities.TRANSPORT_CC);
    }

    /** Notes the certificate of an answer; true where it is not the one of the answers before. */
    boolean isOtherPeer(Fingerprint certificate) {
        boolean other = remoteCertificate != null && !remoteCertificate.equals(certificate);
        remoteCertificate = certificate;
        return other;
    }

    @Override
    public Set<Long> needed(Participant viewer) {
        return outgoing(viewer).stream()
                .filter(track -> !track.wish().paused())
                .map(OutgoingTrack::publicationId)
                .collect(Collectors.toSet());
    }

    /** Whoever hears everybody hears those who speak. Others have to find whom they have chosen. */
    @Override
    public Set<Long> certain(Participant viewer) {
        Set<Long> needed = needed(viewer);
        List<RoomTrack> sounds = viewer.room().tracksFor(viewer).stream()
                .filter(track -> track.kind() == MediaKind.AUDIO)
                .toList();
        // What it has not been offered or not answered yet is nothing that it has chosen against.
        boolean hearsAll = sounds.stream().allMatch(viewer::wants);
        return sounds.stream()
                .filter(track -> hearsAll ? viewer.wish(track).pinned() : needed.contains(track.publicationId()))
                .map(RoomTrack::publicationId)
                .collect(Collectors.toSet());
    }

    /** The accepted tracks. */
    @Override
    public List<OutgoingTrack> outgoing(Participant viewer) {
        List<OutgoingTrack> outgoing = new ArrayList<>();
        accepted.forEach((publication, track) -> {
            Wish wish = viewer.wish(offered.get(publication).track());
            outgoing.add(new OutgoingTrack(publication, track.format(), track.owner(), wish));
        });
        return outgoing;
    }
}
