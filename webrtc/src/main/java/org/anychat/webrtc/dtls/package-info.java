/**
 * The DTLS 1.2 handshake of DTLS-SRTP (RFC 5763, RFC 5764, RFC 8827 section 6.5), as client and as server, over
 * datagrams that the owner carries. {@link org.anychat.webrtc.dtls.DtlsTransport} is one association,
 * {@link org.anychat.webrtc.dtls.DtlsWorkers} the threads that all of them share.
 *
 * <p>A connected peer holds no thread. There is no HelloVerifyRequest: a datagram gets here only after ICE has
 * authenticated its source address, which is what the cookie would prove (RFC 6347 section 4.2.1).
 */
package org.anychat.webrtc.dtls;
