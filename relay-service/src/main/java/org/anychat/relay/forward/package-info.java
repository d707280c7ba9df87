/**
 * Forwarding: what one publisher sends ({@link org.anychat.relay.forward.Publication}), what one viewer gets of it
 * ({@link org.anychat.relay.forward.Subscription}), and the numbers in between. Pure: no sockets, no clock, no threads;
 * every object belongs to the media loop of its room. Nothing here allocates per packet.
 */
package org.anychat.relay.forward;
