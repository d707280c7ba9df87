/**
 * The relay: a selective forwarding unit on one UDP port. {@link org.anychat.relay.RelayServiceVerticle} composes it.
 *
 * <p>{@code control} serves the bus and speaks SDP on the service's context; {@code media} owns the sockets and the
 * threads; {@code forward} and {@code feedback} are the rules of media, pure; {@code stats} counts.
 */
package org.anychat.relay;
