/**
 * Session descriptions as WebRTC uses them: immutable records, a bounded parser and a writer.
 *
 * <p>RFC 8866 (SDP), RFC 8839 (ICE), RFC 8842 and RFC 8122 (DTLS), RFC 8843 (BUNDLE), RFC 5761 (rtcp-mux), RFC 8285
 * (extmap), RFC 5576 (ssrc), RFC 8830 (msid), RFC 8851 (rid) and RFC 8853 (simulcast). Attributes that are not modelled
 * are kept as they came. Everything is immutable or confined to one call, so any thread may use it.
 */
package org.anychat.webrtc.sdp;
