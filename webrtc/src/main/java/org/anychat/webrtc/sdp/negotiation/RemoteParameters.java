package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import java.util.Map;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.TransportDescription;

/**
 * The other side's half of the transport.
 *
 * @param ufrag ICE user name fragment
 * @param password ICE password
 * @param fingerprint of its certificate: SHA-256 where it gives that, otherwise SHA-384 or SHA-512
 * @param localSetup this side's DTLS role that follows: {@code ACTIVE} is the client, {@code PASSIVE} the server
 * @param candidates values of {@code a=candidate}, as written; may be empty
 */
public record RemoteParameters(
        String ufrag, String password, Fingerprint fingerprint, SetupRole localSetup, List<String> candidates) {
    private static final Map<String, Integer> HASH_BYTES = Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

    /**
     * Copies the candidates.
     *
     * @param ufrag ICE user name fragment
     * @param password ICE password
     * @param fingerprint of its certificate
     * @param localSetup this side's DTLS role
     * @param candidates values
     */
    public RemoteParameters {
        candidates = List.copyOf(candidates);
    }

    /** Of an offer: this side chooses where the offerer leaves it open. */
    static RemoteParameters ofOffer(TransportDescription transport, SetupRole preferred) throws SdpException {
        SetupRole offered = transport.setup() == null ? SetupRole.ACTPASS : transport.setup();
        return of(
                transport,
                switch (offered) {
                    case ACTPASS -> preferred;
                    case ACTIVE -> SetupRole.PASSIVE;
                    case PASSIVE -> SetupRole.ACTIVE;
                });
    }

    /** Of an answer to an offer of actpass: the other side has chosen. */
    static RemoteParameters ofAnswer(TransportDescription transport) throws SdpException {
        if (transport.setup() == null || transport.setup() == SetupRole.ACTPASS) {
            throw new SdpException("the answer's a=setup is neither active nor passive");
        }
        return of(transport, transport.setup() == SetupRole.ACTIVE ? SetupRole.PASSIVE : SetupRole.ACTIVE);
    }

    private static RemoteParameters of(TransportDescription transport, SetupRole localSetup) throws SdpException {
        if (transport.ufrag() == null || transport.password() == null) {
            throw new SdpException("the first section has no a=ice-ufrag or no a=ice-pwd");
        }
        Fingerprint fingerprint = transport.fingerprints().stream()
                .filter(candidate -> HASH_BYTES.containsKey(candidate.hashFunction()))
                .min((one, other) -> one.hashFunction().compareTo(other.hashFunction()))
                .orElseThrow(() -> new SdpException("the first section has no a=fingerprint of SHA-256, -384 or -512"));
        // Two digits for a byte, and a colon between two.
        if (fingerprint.value().length() != 3 * HASH_BYTES.get(fingerprint.hashFunction()) - 1) {
            throw new SdpException("the a=fingerprint of the first section is not as long as its hash");
        }
        return new RemoteParameters(
                transport.ufrag(), transport.password(), fingerprint, localSetup, transport.candidates());
    }

    @Override
    public String toString() {
        return "RemoteParameters[ufrag=" + ufrag + ", localSetup=" + localSetup + "]";
    }
}
