package org.anychat.relay.control;

import java.util.List;
import org.anychat.contracts.RelayApi.Answer;
import org.anychat.contracts.RelayApi.MediaSettings;
import org.anychat.relay.media.IncomingTrack;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.PublisherAnswer;
import org.anychat.webrtc.transport.RemotePeer;

/** Answers what clients offer to publish. */
final class Publishing {
    private final Negotiator negotiator;
    private final Connections connections;
    private final TrackNaming naming;
    private final int maxTracks;

    Publishing(Negotiator negotiator, Connections connections, TrackNaming naming, int maxTracks) {
        this.negotiator = negotiator;
        this.connections = connections;
        this.naming = naming;
        this.maxTracks = maxTracks;
    }

    /**
     * Answers an offer: a first one, one that changes the tracks or restarts ICE, or one of a new connection in the
     * place of the old, which its other certificate tells.
     */
    Answer answer(Participant participant, SessionDescription offer, MediaSettings settings) {
        PublisherConnection before = participant.publisher();
        return before == null ? open(participant, offer, settings) : reopen(participant, before, offer, settings);
    }

    private Answer open(Participant participant, SessionDescription offer, MediaSettings settings) {
        IceCredentials local = negotiator.credentials(participant.room().loop());
        long sdpSessionId = negotiator.newSessionId();
        PublisherAnswer answer = answer(participant, offer, negotiator.local(sdpSessionId, local), settings);
        RemotePeer remote = negotiator.remotePeer(answer.remote());
        List<RoomTrack> tracks = tracks(participant, answer, List.of());
        long id = connections.openPublisher(participant, local, remote, incoming(tracks), settings.gopFrames());
        participant.publisher(new PublisherConnection(id, sdpSessionId, local, answer.remote(), tracks));
        return new Answer(answer.description().toSdp());
    }

    private Answer reopen(
            Participant participant, PublisherConnection before, SessionDescription offer, MediaSettings settings) {
        PublisherAnswer answer =
                answer(participant, offer, negotiator.local(before.sdpSessionId(), before.local()), settings);
        if (!before.isContinuedBy(answer.remote())) {
            Answer opened = open(participant, offer, settings);
            connections.close(before.id());
            return opened;
        }
        IceCredentials local = before.local();
        if (before.isRestartedBy(answer.remote())) {
            local = negotiator.credentials(participant.room().loop());
            answer = answer(participant, offer, negotiator.local(before.sdpSessionId(), local), settings);
        }
        RemotePeer remote = negotiator.remotePeer(answer.remote());
        List<RoomTrack> tracks = tracks(participant, answer, before.tracks());
        PublisherConnection after =
                new PublisherConnection(before.id(), before.sdpSessionId(), local, answer.remote(), tracks);
        connections.updatePublisher(participant, after, remote, incoming(tracks), settings.gopFrames());
        participant.publisher(after);
        return new Answer(answer.description().toSdp());
    }

    private PublisherAnswer answer(
            Participant participant, SessionDescription offer, LocalParameters local, MediaSettings settings) {
        return negotiator.answer(offer, local, settings.audio(), participant.videoCodecs());
    }

    private List<RoomTrack> tracks(Participant participant, PublisherAnswer answer, List<RoomTrack> before) {
        List<RoomTrack> tracks = naming.tracks(participant.peer().user(), answer.media(), before);
        if (tracks.size() > maxTracks) {
            throw Negotiator.bad("offer: " + tracks.size() + " tracks, at most " + maxTracks + " are taken");
        }
        return tracks;
    }

    private static List<IncomingTrack> incoming(List<RoomTrack> tracks) {
        return tracks.stream().map(RoomTrack::incoming).toList();
    }
}
