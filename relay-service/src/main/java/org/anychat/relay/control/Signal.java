package org.anychat.relay.control;

import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.UserId;
import org.anychat.relay.allocation.PauseReason;

/** How a participant is told of its connections: a client by way of its gateway, another relay over the bus. */
interface Signal {
    void offer(Peer peer, int revision, String sdp);

    void state(Peer peer, Direction direction, State state, int code, String reason);

    void videoPaused(Peer peer, UserId publisher, PauseReason reason, boolean paused);
}
