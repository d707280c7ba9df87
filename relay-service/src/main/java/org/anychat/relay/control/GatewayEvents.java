package org.anychat.relay.control;

import java.util.function.Function;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.MediaOffer;
import org.anychat.contracts.GatewayApi.MediaState;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.GatewayApi.VideoPaused;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.UserId;
import org.anychat.relay.allocation.PauseReason;

/** What clients are told, by way of their gateways. */
final class GatewayEvents implements Signal {
    private final NodeId relay;
    private final Function<NodeId, GatewayApi> gateways;

    GatewayEvents(NodeId relay, Function<NodeId, GatewayApi> gateways) {
        this.relay = relay;
        this.gateways = gateways;
    }

    @Override
    public void offer(Peer peer, int revision, String sdp) {
        gateways.apply(peer.gateway()).mediaOffer(new MediaOffer(relay, peer.session(), revision, sdp));
    }

    @Override
    public void state(Peer peer, Direction direction, State state, int code, String reason) {
        gateways.apply(peer.gateway())
                .mediaState(new MediaState(relay, peer.session(), direction, state, code, reason));
    }

    @Override
    public void videoPaused(Peer peer, UserId publisher, PauseReason reason, boolean paused) {
        GatewayApi.PauseReason told =
                switch (reason) {
                    case NETWORK -> GatewayApi.PauseReason.NETWORK;
                    case LIMIT -> GatewayApi.PauseReason.LIMIT;
                };
        gateways.apply(peer.gateway()).videoPaused(new VideoPaused(relay, peer.session(), publisher, paused, told));
    }
}
