package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Set;
import org.anychat.gateway.Reception;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.RequestType;
import org.anychat.protocol.TransferRequest;

/** Hands each request to the class of its concern. */
final class Requests {
    private static final Set<RequestType> ARRIVALS =
            EnumSet.of(RequestType.CONNECT, RequestType.LOGIN, RequestType.RESUME);

    private final Reception reception;
    private final TrailBook trails;
    private final LoginRequests login;
    private final ResumeRequests resume;
    private final RoomRequests room;
    private final MessageRequests message;
    private final MediaRequests media;
    private final TransferRequests transfer;
    private final CallRequests call;
    private final QueryRequests query;
    private final PrivateChatRequests privateChat;
    private final DirectRequests direct;

    Requests(
            Reception reception,
            TrailBook trails,
            LoginRequests login,
            ResumeRequests resume,
            RoomRequests room,
            MessageRequests message,
            MediaRequests media,
            QueryRequests query,
            PrivateChatRequests privateChat,
            TransferRequests transfer,
            CallRequests call,
            DirectRequests direct) {
        this.reception = reception;
        this.trails = trails;
        this.login = login;
        this.resume = resume;
        this.room = room;
        this.message = message;
        this.media = media;
        this.transfer = transfer;
        this.call = call;
        this.query = query;
        this.privateChat = privateChat;
        this.direct = direct;
    }

    /** What clients have done. */
    TrailBook trails() {
        return trails;
    }

    /** Runs a request of a client that has come as far as the request needs. */
    Future<Outcome> handle(ClientSession session, ClientRequest request) {
        ErrorCode arrival = ARRIVALS.contains(request.type()) ? reception.refusal() : ErrorCode.SUCCESS;
        if (arrival != ErrorCode.SUCCESS) {
            return Refusal.refuse(arrival);
        }
        return switch (request.type()) {
            case CONNECT -> login.connect(session, (ClientRequest.Connect) request);
            case AUTHENTICATE -> login.authenticate(session, (ClientRequest.Authenticate) request);
            case LOGIN -> login.login(session, (ClientRequest.Login) request);
            case RESUME -> resume.resume(session, (ClientRequest.Resume) request);
            case LOGOUT -> login.logout(session);
            case HEARTBEAT -> Future.succeededFuture(Outcome.DONE);
            case ENTER_ROOM -> room.enter(session, (ClientRequest.EnterRoom) request);
            case ENTER_ROOM_EX -> room.enter(session, (ClientRequest.EnterRoomEx) request);
            case LEAVE_ROOM -> room.leave(session);
            case ROOMS -> room.rooms();
            case ROOM_SNAPSHOT -> room.snapshot(session);
            case SET_CAMERA -> room.setCamera(session, (ClientRequest.SetCamera) request);
            case SET_MICROPHONE -> room.setMicrophone(session, (ClientRequest.SetMicrophone) request);
            case SEND_TEXT -> message.text(session, (ClientRequest.SendText) request);
            case TRANS_BUFFER -> message.transBuffer(session, (TransferRequest.TransBuffer) request);
            case TRANS_OFFER -> transfer.offer(session, (TransferRequest.TransOffer) request);
            case TRANS_CHUNK -> transfer.chunk(session, (TransferRequest.TransChunk) request);
            case TRANS_ACK -> transfer.acknowledge(session, (TransferRequest.TransAck) request);
            case TRANS_CANCEL -> transfer.cancel(session, (TransferRequest.TransCancel) request);
            case TRANS_INFO -> transfer.info(session, (TransferRequest.TransInfo) request);
            case VIDEO_CALL -> call.videoCall(session, (ClientRequest.VideoCall) request);
            case SDK_FILTER_DATA -> message.filterData(session, (ClientRequest.SdkFilterData) request);
            case SELECT_MEDIA -> media.select(session, (ClientRequest.SelectMedia) request);
            case LIMIT_VIDEOS -> media.limitVideos(session, (ClientRequest.LimitVideos) request);
            case REPORT_QUALITY -> media.quality(session, (ClientRequest.ReportQuality) request);
            case PUBLISH -> media.publish(session, (ClientRequest.Publish) request);
            case UNPUBLISH -> media.unpublish(session);
            case SUBSCRIBE -> media.subscribe(session);
            case MEDIA_ANSWER -> media.answer(session, (ClientRequest.MediaAnswer) request);
            default -> handleOfPeople(session, request);
        };
    }

    private Future<Outcome> handleOfPeople(ClientSession session, ClientRequest request) {
        return switch (request.type()) {
            case ROOM_USERS -> query.roomUsers(session, (ClientRequest.RoomUsers) request);
            case QUERY_ROOM_STATE -> query.roomState(session, (ClientRequest.QueryRoomState) request);
            case QUERY_USER_STATE -> query.userState(session, (ClientRequest.QueryUserState) request);
            case SET_NICKNAME -> room.setNickname(session, (ClientRequest.SetNickname) request);
            case CHANGE_CHAT_MODE -> privateChat.changeMode(session, (ClientRequest.ChangeChatMode) request);
            case PRIVATE_CHAT_REQUEST -> privateChat.request(session, (ClientRequest.PrivateChatRequest) request);
            case PRIVATE_CHAT_ECHO -> privateChat.echo(session, (ClientRequest.PrivateChatEcho) request);
            case PRIVATE_CHAT_EXIT -> privateChat.exit(session, (ClientRequest.PrivateChatExit) request);
            case USER_INFO_CONTROL -> query.control(session, (ClientRequest.UserInfoControl) request);
            case P2P_POLICY -> direct.policy(session, (P2pRequest.Policy) request);
            case P2P_CONNECT -> direct.connect(session, (P2pRequest.Connect) request);
            case P2P_NETWORK -> direct.network(session, (P2pRequest.Network) request);
            case P2P_SIGNAL -> direct.signal(session, (P2pRequest.Signal) request);
            case P2P_REPORT -> direct.report(session, (P2pRequest.Report) request);
            default -> throw new IllegalArgumentException("nobody handles " + request.type());
        };
    }

    /** The link is over: the session is kept for a while, or nothing of the client stays behind. */
    Future<Void> end(ClientSession session, int code) {
        return login.end(session, code);
    }

    /** Ends a session that is kept without a link; false where it is not. */
    boolean endKept(ClientSession session, int code) {
        return login.endKept(session, code);
    }

    /** The client has the token that the last reply gave it. */
    void confirm(ClientSession session) {
        resume.confirm(session);
    }
}
