/**
 * One peer's connection: ICE, DTLS and SRTP over datagrams that come and go through {@link
 * org.anychat.webrtc.transport.DatagramReceiver} and {@link org.anychat.webrtc.transport.DatagramSender}, so that the
 * same code runs on sockets and on a virtual network. Everything of one peer runs on one loop; only the DTLS handshake
 * computes elsewhere, and its results come back through the loop's executor. Datagram classes: RFC 7983, RFC 5761.
 */
package org.anychat.webrtc.transport;
