package org.anychat.webrtc.transport;

import java.util.List;
import org.anychat.webrtc.dtls.DtlsFingerprint;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;

/**
 * What a peer's session description says about its transport.
 *
 * @param ice its credentials
 * @param candidates its addresses; of no use to an ICE-lite agent
 * @param fingerprints its certificate must match one of them; at least one
 * @param localDtlsRole our role, as the setup attributes of both sides decide (RFC 5763 section 5)
 */
public record RemotePeer(
        IceCredentials ice, List<IceCandidate> candidates, List<DtlsFingerprint> fingerprints, DtlsRole localDtlsRole) {
    /**
     * Copies the lists.
     *
     * @param ice its credentials
     * @param candidates its addresses
     * @param fingerprints at least one
     * @param localDtlsRole our role
     */
    public RemotePeer {
        candidates = List.copyOf(candidates);
        fingerprints = List.copyOf(fingerprints);
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("no fingerprint: the peer could not be authenticated");
        }
    }
}
