package org.anychat.relay.control;

import io.vertx.core.Context;
import java.util.List;
import java.util.function.Consumer;
import org.anychat.contracts.RelayApi.Answer;
import org.anychat.contracts.UserId;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.ViewerAnswer;
import org.anychat.webrtc.transport.RemotePeer;

/** Answers what clients offer to receive. */
final class Watching {
    private final Negotiator negotiator;
    private final Connections connections;
    private final SpeakerWatch speakers;

    /** Tells whose watcher shows somebody else than before, since somebody else speaks. */
    Watching(Context context, Negotiator negotiator, Connections connections, Consumer<Participant> onOtherSpeaker) {
        this.negotiator = negotiator;
        this.connections = connections;
        this.speakers = new SpeakerWatch(context, onOtherSpeaker);
    }

    /** Answers an offer: a first one, one that restarts ICE or names another publisher, or one of a new connection. */
    Answer answer(Participant viewer, SessionDescription offer, UserId publisher) {
        WatcherConnection before = viewer.watcher();
        Answer answer = before == null ? open(viewer, offer, publisher) : reopen(viewer, before, offer, publisher);
        if (publisher == null) {
            speakers.follow(viewer.room());
        }
        return answer;
    }

    private Answer open(Participant viewer, SessionDescription offer, UserId publisher) {
        IceCredentials local = negotiator.credentials(viewer.room().loop());
        long sdpSessionId = negotiator.newSessionId();
        ViewerAnswer answer = negotiator.answerViewer(offer, negotiator.local(sdpSessionId, local), List.of());
        RemotePeer remote = negotiator.remotePeer(answer.remote());
        ViewerConnection former = viewer.viewing();
        long id = connections.openSubscriber(viewer, local);
        if (former != null) {
            connections.close(former.id());
        }
        WatcherConnection watcher = new WatcherConnection(id, sdpSessionId);
        watcher.settle(local, answer.remote(), answer.seats(), publisher);
        viewer.viewing(watcher);
        connections.connectSubscriber(viewer, remote);
        return new Answer(answer.description().toSdp());
    }

    private Answer reopen(Participant viewer, WatcherConnection before, SessionDescription offer, UserId publisher) {
        ViewerAnswer answer = negotiator.answerViewer(
                offer, negotiator.local(before.sdpSessionId(), before.local()), before.sources());
        if (!before.isContinuedBy(answer.remote())) {
            return open(viewer, offer, publisher);
        }
        IceCredentials local = before.local();
        if (before.isRestartedBy(answer.remote())) {
            local = negotiator.credentials(viewer.room().loop());
            answer = negotiator.answerViewer(offer, negotiator.local(before.sdpSessionId(), local), before.sources());
            connections.restartSubscriber(viewer, local);
        }
        before.settle(local, answer.remote(), answer.seats(), publisher);
        connections.connectSubscriber(viewer, negotiator.remotePeer(answer.remote()));
        return new Answer(answer.description().toSdp());
    }
}
