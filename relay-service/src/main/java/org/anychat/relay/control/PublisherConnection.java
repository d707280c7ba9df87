package org.anychat.relay.control;

import java.util.List;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;

/**
 * The connection on which a client publishes, after its latest offer.
 *
 * @param id of the connection at its media loop
 * @param sdpSessionId of the relay's descriptions
 * @param local the relay's credentials
 * @param remote the client's half of the transport
 * @param tracks what it publishes
 */
record PublisherConnection(
        long id, long sdpSessionId, IceCredentials local, RemoteParameters remote, List<RoomTrack> tracks) {
    PublisherConnection {
        tracks = List.copyOf(tracks);
    }

    /** Whether a description is of the same DTLS association; another certificate is another connection. */
    boolean isContinuedBy(RemoteParameters other) {
        return remote.fingerprint().equals(other.fingerprint());
    }

    /** Whether a description begins an ICE restart (RFC 8839 section 4.4.1.1.1). */
    boolean isRestartedBy(RemoteParameters other) {
        return !remote.ufrag().equals(other.ufrag()) || !remote.password().equals(other.password());
    }
}
