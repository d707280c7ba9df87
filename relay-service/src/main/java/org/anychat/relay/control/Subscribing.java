package org.anychat.relay.control;

import io.vertx.core.Context;
import java.util.Optional;
import java.util.function.Consumer;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.forward.SubscriptionFormat.Redundancy;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.anychat.webrtc.sdp.negotiation.SubscriberOffer;

/** Offers clients what there is to receive, and takes their answers. */
final class Subscribing {
    /** How long a client has for an answer before it is offered anew. */
    static final long ANSWER_TIMEOUT_MS = 5_000;

    /** So many offers in a row without an answer end the connection. */
    static final int MAX_UNANSWERED = 3;

    private final Context context;
    private final Negotiator negotiator;
    private final Connections connections;
    private final Consumer<Participant> onGivenUp;

    /** One run of numbers for all viewers, so that an answer to an offer of a client's connection before never fits. */
    private int lastRevision;

    Subscribing(Context context, Negotiator negotiator, Connections connections, Consumer<Participant> onGivenUp) {
        this.context = context;
        this.negotiator = negotiator;
        this.connections = connections;
        this.onGivenUp = onGivenUp;
    }

    /**
     * Opens a client's connection, or restarts its ICE; the offer follows the reply. One that has never come about is
     * closed and opened anew: its client may have given it up, and a handshake that another connection of the client's
     * began with it could not be finished with the next one.
     */
    void subscribe(Participant viewer) {
        SubscriberConnection subscriber = viewer.subscriber();
        if (subscriber != null && subscriber.isConnected()) {
            IceCredentials local = negotiator.credentials(viewer.room().loop());
            connections.restartSubscriber(viewer, local);
            subscriber.restart(half(viewer, subscriber.sdpSessionId(), local));
        } else {
            replace(viewer);
        }
        context.runOnContext(done -> offerIfDue(viewer, true));
    }

    /**
     * A client's connection has ended. Where it has asked for one that it has not answered yet, it may have closed the one
     * before only for that, and the end may have come later than the question: it is opened anew and offered.
     *
     * @return whether it was
     */
    boolean reopen(Participant viewer) {
        SubscriberConnection subscriber = viewer.subscriber();
        if (subscriber == null || !subscriber.isAsked()) {
            return false;
        }
        try {
            open(viewer);
        } catch (ServiceException e) {
            return false;
        }
        context.runOnContext(done -> offerIfDue(viewer, true));
        return true;
    }

    /** The connection before ends once there is another: a loop that has too much to do may refuse one. */
    private void replace(Participant viewer) {
        ViewerConnection before = viewer.viewing();
        open(viewer);
        if (before != null) {
            connections.close(before.id());
        }
    }

    private void open(Participant viewer) {
        IceCredentials local = negotiator.credentials(viewer.room().loop());
        long sdpSessionId = negotiator.newSessionId();
        LocalParameters parameters = half(viewer, sdpSessionId, local);
        long id = connections.openSubscriber(viewer, local);
        SubscriberOffer offers =
                viewer.isLink() ? negotiator.newOffersToRelay(parameters) : negotiator.newOffers(parameters);
        Redundancy redundancy = viewer.isLink() ? Redundancy.ALWAYS : Redundancy.ON_LOSS;
        viewer.viewing(new SubscriberConnection(id, sdpSessionId, offers, redundancy));
    }

    private LocalParameters half(Participant viewer, long sdpSessionId, IceCredentials local) {
        return viewer.isLink() ? negotiator.localOfLink(sdpSessionId, local) : negotiator.local(sdpSessionId, local);
    }

    /** The publications of a room have changed: all of its viewers are offered anew, each when its turn comes. */
    void onPublicationsChanged(RelayRoom room) {
        for (Participant viewer : room.participants()) {
            if (viewer.subscriber() != null) {
                viewer.subscriber().onChange();
                context.runOnContext(done -> offerIfDue(viewer, false));
            } else if (viewer.watcher() != null) {
                connections.updateSubscriber(viewer);
            }
        }
    }

    private void offerIfDue(Participant viewer, boolean evenIfSame) {
        SubscriberConnection subscriber = viewer.subscriber();
        if (subscriber == null || !subscriber.isDue()) {
            return;
        }
        Optional<SessionDescription> offer =
                subscriber.next(lastRevision + 1, viewer.room().tracksFor(viewer), evenIfSame);
        offer.ifPresent(made -> send(viewer, subscriber, made));
    }

    private void send(Participant viewer, SubscriberConnection subscriber, SessionDescription offer) {
        int revision = ++lastRevision;
        viewer.signal().offer(viewer.peer(), revision, offer.toSdp());
        context.owner().setTimer(ANSWER_TIMEOUT_MS, timer -> onTimeout(viewer, subscriber, revision));
    }

    /** The client may not have seen the last offers: what it has not answered it gets again. */
    void reattach(Participant viewer) {
        if (viewer.subscriber() != null && viewer.subscriber().offerAgain()) {
            context.runOnContext(done -> offerIfDue(viewer, true));
        }
    }

    private void onTimeout(Participant viewer, SubscriberConnection subscriber, int revision) {
        if (viewer.subscriber() != subscriber || !subscriber.isUnderWay(revision)) {
            return;
        }
        if (subscriber.onNoAnswer() < MAX_UNANSWERED) {
            offerIfDue(viewer, true);
        } else if (subscriber.hasAnswered()) {
            // Its link may be lost, which is no reason to stop what it gets already. Should it be gone, ICE tells.
            subscriber.waitForReturn();
        } else {
            viewer.signal()
                    .state(
                            viewer.peer(),
                            Direction.SUBSCRIBE,
                            State.CLOSED,
                            0,
                            "no answer to " + MAX_UNANSWERED + " offers");
            onGivenUp.accept(viewer);
        }
    }

    /** Takes an answer; one to an older offer changes nothing. */
    void answer(Participant viewer, int revision, SessionDescription answer) {
        Optional<RemoteAnswer> read = read(viewer.subscriber(), revision, answer);
        if (read.isPresent()) {
            connect(viewer, read.get());
            context.runOnContext(done -> offerIfDue(viewer, false));
        }
    }

    private static Optional<RemoteAnswer> read(
            SubscriberConnection subscriber, int revision, SessionDescription answer) {
        try {
            return subscriber.onAnswer(revision, answer);
        } catch (SdpException e) {
            throw Negotiator.bad("answer: " + e.getMessage());
        }
    }

    /**
     * A client that answers with another certificate has made a new connection, so the relay does too, and offers once
     * more. That offer has another session id, for which the client makes yet another connection: the one that has
     * answered may have begun its handshake with the session that ends here, and no other session could finish it.
     */
    private void connect(Participant viewer, RemoteAnswer answer) {
        SubscriberConnection subscriber = viewer.subscriber();
        if (subscriber.isOtherPeer(answer.remote().fingerprint())) {
            replace(viewer);
            context.runOnContext(done -> offerIfDue(viewer, true));
        } else {
            connections.connectSubscriber(viewer, negotiator.remotePeer(answer.remote()));
        }
    }

    /** Somebody's audience has changed: each viewer is sent what it may get now, and nothing else. */
    void onAudienceChanged(RelayRoom room) {
        for (Participant viewer : room.participants()) {
            select(viewer);
        }
    }

    /** Sends or stops sending what the client has selected. */
    void select(Participant viewer) {
        if (viewer.viewing() != null) {
            connections.updateSubscriber(viewer);
        }
    }
}
