package org.anychat.runtime.config;

/**
 * {@code [P2P Settings]}.
 *
 * @param routingPolicy 1 all through the server, 2 direct where it works, 3 mesh
 * @param routingTtl how often media is passed on in a mesh
 * @param routingMtn how many a user passes media on to in a mesh
 * @param maxPeers with how many others a user exchanges media directly at most
 */
public record P2pConfig(int routingPolicy, int routingTtl, int routingMtn, int maxPeers) {
    private static final int RELAY_ALONE = 1;
    private static final int MESH = 3;

    /**
     * With how many others a user may exchange media directly under the routing policy.
     *
     * @return 0 where all goes through the server
     */
    public int directPeers() {
        return routingPolicy == RELAY_ALONE ? 0 : maxPeers;
    }

    /**
     * Whether streams go along trees in rooms that are too large for pairs.
     *
     * @return true with policy 3
     */
    public boolean isMesh() {
        return routingPolicy == MESH;
    }
}
