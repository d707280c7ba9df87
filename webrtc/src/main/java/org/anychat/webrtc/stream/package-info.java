/**
 * Datagrams over connections (RFC 4571): what everybody else needs to know of them, which is little. A connection has an
 * address like a datagram's, so sessions tell no difference. Uses nothing of this module.
 */
package org.anychat.webrtc.stream;
