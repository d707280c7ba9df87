package org.anychat.relay.control;

import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.relay.media.OutgoingTrack.Wish;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * Another relay that has viewers of this one's publishers. It gets what somebody there watches, and each track once; who may
 * watch it is decided there.
 */
final class LinkViewer extends Participant {
    private final NodeId relay;
    private Set<String> wanted = Set.of();
    private Set<String> certain = Set.of();

    LinkViewer(RelayRoom room, Peer peer, Signal signal, NodeId relay) {
        super(room, peer, signal);
        this.relay = relay;
    }

    NodeId relay() {
        return relay;
    }

    /** Ids of tracks that somebody watches there, and of those that do not give way to louder ones. */
    void wanted(Set<String> tracks, Set<String> certainTracks) {
        wanted = Set.copyOf(tracks);
        certain = Set.copyOf(certainTracks);
    }

    @Override
    boolean gets(RoomTrack track) {
        return wanted.contains(track.offered().trackId());
    }

    @Override
    Wish wish(RoomTrack track) {
        boolean keepsItsPlace = track.kind() == MediaKind.AUDIO
                && certain.contains(track.offered().trackId());
        return gets(track) ? new Wish(false, keepsItsPlace, 0) : Wish.NOTHING;
    }

    @Override
    int videos(int allowed) {
        return 0;
    }

    @Override
    boolean isLink() {
        return true;
    }
}
