package org.anychat.contracts;

import java.util.List;

/** Where clients find the gateways of a cluster. Published at {@link Addresses#GATEWAYS} by each of them. */
public interface GatewayEvents {
    /**
     * Clients find a gateway there.
     *
     * @param event which, and where
     */
    @BusCall
    void here(GatewayHere event);

    /**
     * A gateway that clients can come to.
     *
     * @param node the gateway
     * @param addresses {@code host:port} each, as clients reach it; empty for none that others may be told
     * @param asks whether the others are to say where they are
     */
    record GatewayHere(NodeId node, List<String> addresses, boolean asks) {}
}
