/**
 * RTP as the relay sees it: a flyweight over a datagram's bytes, sequence arithmetic, key frame detection, VP8 payload
 * descriptors, retransmission framing and reception statistics.
 *
 * <p>RFC 3550 (RTP), RFC 8285 (header extensions), RFC 4588 (RTX), RFC 6184 (H.264), RFC 7741 (VP8), RFC 9628 (VP9) and
 * the AV1 RTP payload format. Nothing here allocates per packet, locks or logs; every type belongs to one thread at a
 * time. Malformed input is refused by a return value.
 */
package org.anychat.webrtc.rtp;
