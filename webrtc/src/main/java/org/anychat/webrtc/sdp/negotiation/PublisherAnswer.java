package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;

/**
 * The relay's answer to a browser or WHIP tool that offers to send (RFC 9429 §5.3, RFC 9725).
 *
 * @param description the answer: accepted sections recvonly, or inactive where the offer does not send; the others with
 *     port 0, in the offer's order
 * @param remote the publisher's half of the transport; {@code PASSIVE} wherever the publisher leaves the DTLS role open
 * @param media the accepted sections in order, at least one
 * @param rejected the others
 */
public record PublisherAnswer(
        SessionDescription description,
        RemoteParameters remote,
        List<NegotiatedMedia> media,
        List<RejectedSection> rejected) {
    /**
     * Copies the lists.
     *
     * @param description the answer
     * @param remote the publisher's half of the transport
     * @param media the accepted sections
     * @param rejected the others
     */
    public PublisherAnswer {
        media = List.copyOf(media);
        rejected = List.copyOf(rejected);
    }

    /**
     * Answers an offer.
     *
     * @param offer the publisher's
     * @param local the relay's half of the transport
     * @param capabilities what the relay takes, by preference
     * @return the answer
     * @throws SdpException where nothing of the offer can be accepted, or what can is not bundled, not multiplexed or
     *     has no ICE credentials or fingerprint; the message says the section and the reason
     */
    public static PublisherAnswer to(SessionDescription offer, LocalParameters local, MediaCapabilities capabilities)
            throws SdpException {
        Answerer answerer = new Answerer(offer, local, capabilities);
        answerer.answer(SetupRole.PASSIVE);
        return new PublisherAnswer(answerer.description(), answerer.remote(), answerer.media(), answerer.rejected());
    }
}
