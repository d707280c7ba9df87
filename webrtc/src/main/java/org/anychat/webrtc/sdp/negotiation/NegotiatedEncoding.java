package org.anychat.webrtc.sdp.negotiation;

import java.util.OptionalInt;

/**
 * One RTP stream of a section: the only one, or a layer of simulcast.
 *
 * @param rid its id, null where it is told by its SSRC
 * @param ssrc its source, 32 bits; empty where the description does not say, as with rids: the first packet with the
 *     RID extension tells
 * @param rtxSsrc source of its retransmissions (ssrc-group FID), empty where there is none or it is not said
 */
public record NegotiatedEncoding(String rid, OptionalInt ssrc, OptionalInt rtxSsrc) {}
