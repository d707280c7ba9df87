package org.anychat.gateway.session;

import io.vertx.core.Future;
import org.anychat.contracts.CallApi.AnswerCall;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.FinishCall;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.RingCall;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi.CallChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ServerEvent;

/** Video calls between a client and the call service. */
final class CallRequests {
    private final NodeId node;
    private final Services services;

    CallRequests(NodeId node, Services services) {
        this.node = node;
        this.services = services;
    }

    Future<Outcome> videoCall(ClientSession session, ClientRequest.VideoCall request) {
        UserId peer = new UserId(request.userId());
        // Noted before the answer: a call whose answer is lost is ended with the others.
        session.calls().noteUse();
        return call(session, peer, request).map(done -> {
            session.calls().onOwn(step(request), peer, request.code());
            return Outcome.DONE;
        });
    }

    private Future<Done> call(ClientSession session, UserId peer, ClientRequest.VideoCall request) {
        ClientLogin login = session.login();
        SessionId id = login.session();
        CallWords words = new CallWords(request.flags(), request.param(), request.userStr());
        long number = session.nextNumber();
        return switch (step(request)) {
            case REQUEST ->
                services.calls()
                        .ring(new RingCall(new Party(login.user(), id, node, login.moves()), peer, words, number));
            case REPLY -> services.calls().answer(new AnswerCall(id, peer, request.code(), words, number));
            default -> services.calls().finish(new FinishCall(id, peer, request.code(), words, number));
        };
    }

    private static Step step(ClientRequest.VideoCall request) {
        return switch (request.step()) {
            case ClientRequest.VideoCall.REQUEST -> Step.REQUEST;
            case ClientRequest.VideoCall.REPLY -> Step.REPLY;
            default -> Step.FINISH;
        };
    }

    private static int number(Step step) {
        return switch (step) {
            case REQUEST -> ClientRequest.VideoCall.REQUEST;
            case REPLY -> ClientRequest.VideoCall.REPLY;
            case START -> ClientRequest.VideoCall.START;
            case FINISH -> ClientRequest.VideoCall.FINISH;
        };
    }

    /** What the call service says, for a client. */
    static ServerEvent event(CallChanged event) {
        return event(event.step(), event.peer(), event.code(), event.words());
    }

    static ServerEvent event(Step step, UserId peer, int code, CallWords words) {
        return new ServerEvent.VideoCall(number(step), peer.value(), code, words.flags(), words.param(), words.text());
    }
}
