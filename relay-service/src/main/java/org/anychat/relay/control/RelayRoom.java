package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.media.MediaLoop;
import org.anychat.webrtc.sdp.MediaKind;

/** A room with media: who is in it, and the loop that carries it. */
final class RelayRoom {
    private final RoomId id;
    private final MediaLoop loop;
    private final Map<SessionId, Participant> participants = new LinkedHashMap<>();
    private final Map<NodeId, IncomingLink> links = new LinkedHashMap<>();
    private final CodecPreference videoCodecs = new CodecPreference();
    /** By publisher, of those alone whom not everybody gets; null where it has to be made anew. */
    private Map<UserId, List<Audience>> limits;

    RelayRoom(RoomId id, MediaLoop loop) {
        this.id = id;
        this.loop = loop;
    }

    RoomId id() {
        return id;
    }

    MediaLoop loop() {
        return loop;
    }

    Collection<Participant> participants() {
        return participants.values();
    }

    /** Whether a user may get a track of another. A user with two sessions for a moment has the smaller audience. */
    boolean allows(RoomTrack track, UserId viewer) {
        if (limits == null) {
            limits = limits();
        }
        return limits.getOrDefault(track.user(), List.of()).stream()
                .allMatch(audience -> allows(audience, track, viewer));
    }

    private Map<UserId, List<Audience>> limits() {
        Map<UserId, List<Audience>> made = new HashMap<>();
        participants.values().forEach(publisher -> limit(made, publisher.peer().user(), publisher.audience()));
        links.values().forEach(link -> link.audiences().forEach((user, audience) -> limit(made, user, audience)));
        return made;
    }

    private static void limit(Map<UserId, List<Audience>> limits, UserId publisher, Audience audience) {
        if (!audience.unlimited()) {
            limits.computeIfAbsent(publisher, user -> new ArrayList<>()).add(audience);
        }
    }

    /** Somebody's audience may be another than before. */
    void onAudienceChanged() {
        limits = null;
    }

    private static boolean allows(Audience audience, RoomTrack track, UserId viewer) {
        return audience.includes(viewer) && audience.allows(track.kind() == MediaKind.VIDEO);
    }

    /** What publishers here were asked for, since somebody does not decode what the relay would choose. */
    CodecPreference videoCodecs() {
        return videoCodecs;
    }

    /** The client that publishes a track here; null where it comes over a link, or is gone. */
    Participant publisherOf(RoomTrack track) {
        return participants.values().stream()
                .filter(participant -> participant.tracks().contains(track))
                .findFirst()
                .orElse(null);
    }

    /** Whether a client receives here. */
    boolean hasViewers() {
        return participants.values().stream()
                .anyMatch(participant -> !participant.isLink() && participant.viewing() != null);
    }

    /** The link from another relay, or null. */
    IncomingLink link(NodeId source) {
        return links.get(source);
    }

    List<IncomingLink> links() {
        return List.copyOf(links.values());
    }

    void add(IncomingLink link) {
        links.put(link.source(), link);
        onAudienceChanged();
    }

    void remove(IncomingLink link) {
        links.remove(link.source(), link);
        onAudienceChanged();
    }

    /** All that is published here or comes over links. */
    List<RoomTrack> tracks() {
        List<RoomTrack> tracks = new ArrayList<>();
        participants.values().forEach(participant -> tracks.addAll(participant.tracks()));
        links.values().forEach(link -> tracks.addAll(link.tracks()));
        return tracks;
    }

    /** What there is to receive for a participant; what comes over links never leaves over another. */
    List<RoomTrack> tracksFor(Participant viewer) {
        List<RoomTrack> tracks = new ArrayList<>();
        for (Participant other : participants.values()) {
            if (other != viewer) {
                tracks.addAll(other.tracks());
            }
        }
        if (viewer.isLink()) {
            return tracks.subList(0, Math.min(tracks.size(), OutgoingLinks.MAX_TRACKS));
        }
        for (IncomingLink link : links.values()) {
            link.tracks().stream()
                    .filter(track -> !track.user().equals(viewer.peer().user()))
                    .forEach(tracks::add);
        }
        return tracks;
    }

    void add(Participant participant) {
        participants.put(participant.peer().session(), participant);
        onAudienceChanged();
    }

    void remove(Participant participant) {
        participants.remove(participant.peer().session());
        onAudienceChanged();
    }
}
