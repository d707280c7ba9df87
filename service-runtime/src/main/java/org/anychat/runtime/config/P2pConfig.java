package org.anychat.runtime.config;

/**
 * {@code [P2P Settings]}.
 *
 * @param routingPolicy 1 all through the server, 2 direct where it works, 3 mesh
 * @param routingTtl how often media is passed on in a mesh
 * @param routingMtn how many a user passes media on to in a mesh
 */
public record P2pConfig(int routingPolicy, int routingTtl, int routingMtn) {}
