package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.TransportDescription;

/**
 * This side's half of the transport.
 *
 * @param sessionId of the o= line, random, 63 bits
 * @param iceLite whether this side is an ICE-lite agent
 * @param ufrag ICE user name fragment
 * @param password ICE password
 * @param fingerprint of this side's certificate
 * @param candidates values of {@code a=candidate}; {@link HostCandidates} makes them
 */
public record LocalParameters(
        long sessionId,
        boolean iceLite,
        String ufrag,
        String password,
        Fingerprint fingerprint,
        List<String> candidates) {
    /**
     * Copies the candidates.
     *
     * @param sessionId of the o= line
     * @param iceLite whether this side is an ICE-lite agent
     * @param ufrag ICE user name fragment
     * @param password ICE password
     * @param fingerprint of the certificate
     * @param candidates values
     */
    public LocalParameters {
        candidates = List.copyOf(candidates);
    }

    /** All candidates are known from the start, so the description also says that there are no more. */
    TransportDescription transport(SetupRole setup) {
        return new TransportDescription(
                ufrag, password, List.of("ice2"), List.of(fingerprint), setup, candidates, !candidates.isEmpty());
    }

    @Override
    public String toString() {
        return "LocalParameters[ufrag=" + ufrag + ", candidates=" + candidates + "]";
    }
}
