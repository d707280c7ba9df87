/**
 * Interactive Connectivity Establishment: RFC 8445, with consent freshness (RFC 7675). A server is an {@link
 * org.anychat.webrtc.ice.IceLiteAgent}: it answers. A client is an {@link org.anychat.webrtc.ice.IceClientAgent}: it
 * checks the server's candidates from one socket and nominates one. Uses the package {@code stun} alone.
 */
package org.anychat.webrtc.ice;
