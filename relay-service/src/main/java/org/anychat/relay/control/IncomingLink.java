package org.anychat.relay.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.LinkApi.UserAudience;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.UserId;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;

/** A link that comes in from another relay, and what its publishers send. */
final class IncomingLink {
    private final RelayRoom room;
    private final NodeId source;
    private final long sdpSessionId;
    private final IceCredentials local;
    private final Map<UserId, Audience> audiences = new HashMap<>();
    private long connectionId;
    private boolean flowing;
    private RemoteParameters remote;
    private List<RoomTrack> tracks = List.of();
    private Demand demand = Demand.NONE;

    /**
     * What the source is told of its tracks, by their ids.
     *
     * @param wanted what somebody here watches
     * @param certain what of it does not give way to louder sounds
     */
    record Demand(Set<String> wanted, Set<String> certain) {
        static final Demand NONE = new Demand(Set.of(), Set.of());
    }

    IncomingLink(RelayRoom room, NodeId source, long sdpSessionId, IceCredentials local) {
        this.room = room;
        this.source = source;
        this.sdpSessionId = sdpSessionId;
        this.local = local;
    }

    RelayRoom room() {
        return room;
    }

    NodeId source() {
        return source;
    }

    long sdpSessionId() {
        return sdpSessionId;
    }

    IceCredentials local() {
        return local;
    }

    /** Whether the room still has it. */
    boolean isCurrent() {
        return room.link(source) == this;
    }

    /** The connection's number at the media loop; 0 before there is one. */
    long connectionId() {
        return connectionId;
    }

    /** Whether the connection stands. */
    boolean isFlowing() {
        return flowing;
    }

    void flowing() {
        flowing = true;
    }

    RemoteParameters remote() {
        return remote;
    }

    void connected(long id, RemoteParameters otherSide) {
        connectionId = id;
        flowing = false;
        remote = otherSide;
    }

    List<RoomTrack> tracks() {
        return tracks;
    }

    void tracks(List<RoomTrack> newTracks) {
        tracks = newTracks;
    }

    /** What the source was told, or null where it may not have heard. */
    Demand demand() {
        return demand;
    }

    void demand(Demand told) {
        demand = told;
    }

    void audiences(List<UserAudience> all) {
        audiences.clear();
        all.forEach(this::audience);
        room.onAudienceChanged();
    }

    void audience(UserAudience changed) {
        audiences.put(changed.user(), changed.audience());
        room.onAudienceChanged();
    }

    /** Who gets what users publish at the link's other end; everybody where a user is missing. */
    Map<UserId, Audience> audiences() {
        return Map.copyOf(audiences);
    }
}
