package org.anychat.relay.control;

import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Peer;

/**
 * Another relay that has viewers of this one's publishers. It gets what somebody there watches, and each track once; who may
 * watch it is decided there.
 */
final class LinkViewer extends Participant {
    private final NodeId relay;
    private Set<String> wanted = Set.of();

    LinkViewer(RelayRoom room, Peer peer, Signal signal, NodeId relay) {
        super(room, peer, signal);
        this.relay = relay;
    }

    NodeId relay() {
        return relay;
    }

    /** Ids of tracks that somebody watches there. */
    void wanted(Set<String> tracks) {
        wanted = Set.copyOf(tracks);
    }

    @Override
    boolean gets(RoomTrack track) {
        return wanted.contains(track.offered().trackId());
    }

    @Override
    boolean isLink() {
        return true;
    }
}
