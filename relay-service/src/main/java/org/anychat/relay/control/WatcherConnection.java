package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.contracts.UserId;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.media.OutgoingTrack;
import org.anychat.relay.media.OutgoingTrack.Wish;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;
import org.anychat.webrtc.sdp.negotiation.ViewerAnswer.Seat;
import org.anychat.webrtc.sdp.negotiation.ViewerTrack;

/**
 * The connection of a client that has offered to receive (WHEP): its sections are seats, and who sits there changes while
 * they stay. With a publisher the n-th section of a kind carries that user's n-th track; without, the n-th that of the
 * n-th of those who speak.
 */
final class WatcherConnection implements ViewerConnection {
    private final long id;
    private final long sdpSessionId;
    private final SpeakerSlots speakers;
    private final Set<Long> shown = new HashSet<>();
    private final Map<Long, Set<VideoCodec>> decoded = new HashMap<>();
    private IceCredentials local;
    private RemoteParameters remote;
    private List<Seat> seats = List.of();
    /** Of offers before, whose sources no section has now. */
    private List<Seat> spare = List.of();

    private UserId publisher;
    private UserId speaker;

    WatcherConnection(long id, long sdpSessionId) {
        this.id = id;
        this.sdpSessionId = sdpSessionId;
        this.speakers = new SpeakerSlots();
    }

    /** What an offer and its answer have settled. */
    void settle(IceCredentials newLocal, RemoteParameters newRemote, List<Seat> newSeats, UserId newPublisher) {
        local = newLocal;
        remote = newRemote;
        spare = sources().stream()
                .filter(seat -> newSeats.stream().noneMatch(other -> other.ssrc() == seat.ssrc()))
                .toList();
        seats = List.copyOf(newSeats);
        publisher = newPublisher;
    }

    @Override
    public long id() {
        return id;
    }

    long sdpSessionId() {
        return sdpSessionId;
    }

    IceCredentials local() {
        return local;
    }

    /** Every seat whose source was ever told: its numbers must not begin anew. */
    List<Seat> sources() {
        return Stream.concat(seats.stream(), spare.stream()).toList();
    }

    /** Whether a description is of the same DTLS association; another certificate is another connection. */
    boolean isContinuedBy(RemoteParameters other) {
        return remote.fingerprint().equals(other.fingerprint());
    }

    /** Whether a description begins an ICE restart. */
    boolean isRestartedBy(RemoteParameters other) {
        return !remote.ufrag().equals(other.ufrag()) || !remote.password().equals(other.password());
    }

    /** Whether who speaks decides what it carries. */
    boolean followsSpeakers() {
        return publisher == null;
    }

    /** Takes note of who speaks; true where another did before. */
    boolean onSpeaker(UserId newSpeaker) {
        boolean changed = newSpeaker != null && !newSpeaker.equals(speaker);
        speaker = newSpeaker == null ? speaker : newSpeaker;
        return changed;
    }

    @Override
    public void onConnected() {
        // There is no offer that would have waited for it.
    }

    @Override
    public List<OutgoingTrack> outgoing(Participant viewer) {
        List<RoomTrack> tracks = gets(viewer);
        List<UserId> users = publisher == null ? speakers.seat(present(tracks), speaker, size()) : List.of();
        shown.clear();
        decoded.clear();
        List<OutgoingTrack> outgoing = new ArrayList<>();
        for (MediaKind kind : MediaKind.values()) {
            List<Seat> ofKind = seats(kind);
            for (int i = 0; i < ofKind.size(); i++) {
                Seat seat = ofKind.get(i);
                track(tracks, kind, users, i).ifPresent(track -> carry(viewer, seat, track, outgoing));
            }
        }
        return outgoing;
    }

    private List<RoomTrack> gets(Participant viewer) {
        return viewer.room().tracksFor(viewer).stream().filter(viewer::gets).toList();
    }

    /** Those who publish; a user whose picture can be seen comes before one who can only be heard. */
    private static Set<UserId> present(List<RoomTrack> tracks) {
        Set<UserId> users = new LinkedHashSet<>();
        tracks.stream()
                .filter(track -> track.kind() == MediaKind.VIDEO)
                .map(RoomTrack::user)
                .forEach(users::add);
        tracks.stream().map(RoomTrack::user).forEach(users::add);
        return users;
    }

    private int size() {
        return Math.max(seats(MediaKind.AUDIO).size(), seats(MediaKind.VIDEO).size());
    }

    private List<Seat> seats(MediaKind kind) {
        return seats.stream().filter(seat -> seat.media().kind() == kind).toList();
    }

    private Optional<RoomTrack> track(List<RoomTrack> tracks, MediaKind kind, List<UserId> users, int index) {
        UserId user = publisher;
        if (publisher == null) {
            user = index < users.size() ? users.get(index) : null;
        }
        UserId wanted = user;
        return tracks.stream()
                .filter(track -> track.kind() == kind && track.user().equals(wanted))
                .skip(publisher == null ? 0 : index)
                .findFirst();
    }

    private void carry(Participant viewer, Seat seat, RoomTrack track, List<OutgoingTrack> outgoing) {
        ViewerTrack way = seat.carry(track.offered());
        int published = track.incoming().payloadType();
        if (track.kind() == MediaKind.VIDEO) {
            decoded.put(
                    track.publicationId(), track.videoCodecs(type -> way.payloadType(type) != ViewerTrack.NOT_OFFERED));
        }
        if (way.payloadType(published) == ViewerTrack.NOT_OFFERED) {
            return;
        }
        boolean rtx = seat.rtxSsrc().isPresent() && way.rtxPayloadType(published) != ViewerTrack.NOT_OFFERED;
        int numbering = TransportNumbering.id(way, true, rtx);
        SubscriptionFormat format = new SubscriptionFormat(
                seat.ssrc(),
                way.payloadType(published),
                seat.rtxSsrc().orElse(0),
                rtx ? way.rtxPayloadType(published) : SubscriptionFormat.NO_RTX,
                TransportNumbering.extensionIds(way, numbering),
                numbering);
        Wish wish = viewer.wish(track);
        shown.add(track.publicationId());
        outgoing.add(new OutgoingTrack(
                track.publicationId(), format.sharedByTracks(), track.user().value(), wish));
    }

    @Override
    public Set<VideoCodec> decodes(long publication) {
        return decoded.get(publication);
    }

    /** To know who speaks, everybody has to be heard. */
    @Override
    public Set<Long> needed(Participant viewer) {
        Set<Long> needed = new HashSet<>(shown);
        if (publisher == null) {
            gets(viewer).stream()
                    .filter(track -> track.kind() == MediaKind.AUDIO)
                    .map(RoomTrack::publicationId)
                    .forEach(needed::add);
        }
        return needed;
    }

    @Override
    public Set<Long> certain(Participant viewer) {
        return Set.copyOf(shown);
    }
}
