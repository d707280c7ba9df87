/**
 * Offer and answer as WebRTC endpoints exchange them (RFC 3264, RFC 9429): what a publisher offers is answered, what a
 * viewer may receive is offered, and both sides are there for the client too.
 *
 * <p>Everything travels in one BUNDLE with rtcp-mux. Nothing here opens a socket or keeps a clock; the state of a viewer
 * is in {@link org.anychat.webrtc.sdp.negotiation.SubscriberOffer}, which belongs to one thread at a time.
 */
package org.anychat.webrtc.sdp.negotiation;
