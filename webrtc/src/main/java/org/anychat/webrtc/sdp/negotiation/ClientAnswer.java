package org.anychat.webrtc.sdp.negotiation;

import java.util.List;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;

/**
 * A client's answer to a relay that offers to send.
 *
 * @param description the answer, each section that the relay sends recvonly
 * @param remote the relay's half of the transport; {@code ACTIVE} wherever the relay leaves the DTLS role open
 * @param media what is received, with the SSRCs that the relay will use; inactive sections are in the list
 */
public record ClientAnswer(SessionDescription description, RemoteParameters remote, List<NegotiatedMedia> media) {
    /**
     * Copies the list.
     *
     * @param description the answer
     * @param remote the relay's half of the transport
     * @param media what is received
     */
    public ClientAnswer {
        media = List.copyOf(media);
    }

    /**
     * Answers an offer.
     *
     * @param offer the relay's
     * @param local the client's half of the transport
     * @param capabilities what the client takes
     * @return the answer
     * @throws SdpException where nothing of the offer can be accepted; the message says why
     */
    public static ClientAnswer to(SessionDescription offer, LocalParameters local, MediaCapabilities capabilities)
            throws SdpException {
        Answerer answerer = new Answerer(offer, local, capabilities);
        answerer.answer(SetupRole.ACTIVE);
        return new ClientAnswer(answerer.description(), answerer.remote(), answerer.media());
    }
}
