package org.anychat.relay.control;

import java.util.function.BiConsumer;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.UserId;
import org.anychat.relay.allocation.PauseReason;
import org.anychat.relay.control.Connections.Owner;
import org.anychat.relay.media.MediaEvents;
import org.anychat.webrtc.transport.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whose connection it is what becomes of it. Runs on the service's context. */
final class ConnectionEvents implements MediaEvents {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEvents.class);

    private final Connections connections;
    private final Links links;
    private final BiConsumer<Owner, String> onGone;

    ConnectionEvents(Connections connections, Links links, BiConsumer<Owner, String> onGone) {
        this.connections = connections;
        this.links = links;
        this.onGone = onGone;
    }

    @Override
    public void onConnected(long connectionId) {
        tell(connectionId, State.CONNECTED, "");
        noteConnected(connections.owner(connectionId));
        links.onConnected(connectionId);
    }

    private static void noteConnected(Owner owner) {
        if (owner != null && owner.direction() == Direction.SUBSCRIBE) {
            owner.participant().viewing().onConnected();
        }
    }

    @Override
    public void onInterrupted(long connectionId) {
        tell(connectionId, State.INTERRUPTED, "nothing has come from the client for a while");
    }

    @Override
    public void onResumed(long connectionId) {
        tell(connectionId, State.CONNECTED, "");
    }

    @Override
    public void onVideoPaused(long connectionId, int user, PauseReason reason, boolean paused) {
        Owner owner = connections.owner(connectionId);
        if (owner != null) {
            Participant viewer = owner.participant();
            viewer.signal().videoPaused(viewer.peer(), new UserId(user), reason, paused);
        }
    }

    @Override
    public void onOverRate(long connectionId) {
        Owner owner = connections.owner(connectionId);
        if (owner != null) {
            Peer peer = owner.participant().peer();
            log.warn(
                    "User {} of room {} sends more than RelayPublisherBitrate; what is above is dropped",
                    peer.user(),
                    peer.room());
        }
    }

    /** Whether the client is told is for whoever may have something else for it. */
    @Override
    public void onClosed(long connectionId, CloseReason reason) {
        Owner owner = connections.forget(connectionId);
        if (owner == null) {
            links.onClosed(connectionId, reason);
        } else {
            onGone.accept(owner, words(reason));
        }
    }

    private void tell(long connectionId, State state, String reason) {
        Owner owner = connections.owner(connectionId);
        if (owner != null) {
            owner.participant().signal().state(owner.participant().peer(), owner.direction(), state, 0, reason);
        }
    }

    private static String words(CloseReason reason) {
        return switch (reason) {
            case LOCAL -> "the relay has closed it";
            case REMOTE -> "the client has closed it";
            case ICE_TIMEOUT -> "no connectivity check has come through: is the relay's UDP port reachable?";
            case DTLS_TIMEOUT -> "the DTLS handshake was not done in time";
            case DTLS_FAILED -> "the DTLS handshake has failed";
            case CONSENT_EXPIRED -> "the client has not been heard of for too long";
        };
    }
}
