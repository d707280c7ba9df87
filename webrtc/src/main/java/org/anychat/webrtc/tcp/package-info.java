/**
 * Datagrams on TCP connections, in the frames of RFC 4571, by Netty: a listener for passive candidates of ICE (RFC 6544),
 * a dialer for active ones.
 */
package org.anychat.webrtc.tcp;
