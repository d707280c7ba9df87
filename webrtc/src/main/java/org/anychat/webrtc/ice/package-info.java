/**
 * Interactive Connectivity Establishment: RFC 8445, with consent freshness (RFC 7675). A server is an {@link
 * org.anychat.webrtc.ice.IceLiteAgent}: it answers. A client is an {@link org.anychat.webrtc.ice.IceClientAgent}: it
 * checks the server's candidates from one socket and nominates one. Two users without a server between them are {@link
 * org.anychat.webrtc.ice.IceFullAgent}s, whose candidates a {@link org.anychat.webrtc.ice.Gatherer} finds. Uses the packages
 * {@code stun} and {@code stream} alone.
 */
package org.anychat.webrtc.ice;
