package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.HeldCall;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.GatewayApi.CallChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.runtime.ServiceLifecycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Video calls between clients and a call service that does what the test says. */
class VideoCallIT {
    private static final CallWords WORDS = new CallWords(3, 5, "ticket 17");
    private static final CallWords NONE = new CallWords(0, 0, "");
    private static final UserId BEN = new UserId(-3);

    private final FakeCalls calls = new FakeCalls();
    private TestGateway gateway;
    private ServiceLifecycle callService;
    private TestClient ann;
    private SessionId session;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        callService = new ServiceLifecycle(gateway.bus);
        TestGateway.await(callService.start(CallApi.class, Addresses.CALL, calls));
        ann = gateway.client(TestClient.Transport.WEB_SOCKET);
        ReplyBody.LoggedIn login = ann.login("Ann");
        session = new SessionId(login.sessionId());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Reply call(int step, int code) {
        return call(ann, step, code);
    }

    private static Reply call(TestClient client, int step, int code) {
        return client.request(id -> new ClientRequest.VideoCall(id, step, -3, code, 3, 5, "ticket 17"));
    }

    private Record asked() throws InterruptedException {
        return calls.asked.poll(10, TimeUnit.SECONDS);
    }

    private void tell(Step step, int code, CallWords words) {
        gateway.api().callChanged(new CallChanged(session, step, BEN, code, words));
    }

    @Test
    void shouldPassEachStepOnWithAllThatItSays() throws InterruptedException {
        TestClient.expectSuccess(call(ClientRequest.VideoCall.REQUEST, 0));
        TestClient.expectSuccess(call(ClientRequest.VideoCall.REPLY, 100_101));
        TestClient.expectSuccess(call(ClientRequest.VideoCall.FINISH, 0));

        CallApi.Party party = new CallApi.Party(new UserId(-2), session, new NodeId("gateway-1"));
        assertEquals(new CallApi.RingCall(party, BEN, WORDS, 1), asked());
        assertEquals(new CallApi.AnswerCall(session, BEN, 100_101, WORDS, 2), asked());
        assertEquals(new CallApi.FinishCall(session, BEN, 0, WORDS, 3), asked());
    }

    @Test
    void shouldTellEachStepWithItsNumber() {
        tell(Step.REQUEST, 0, WORDS);
        tell(Step.REPLY, 100_104, WORDS);
        tell(Step.START, 0, new CallWords(3, 100_000, ""));
        tell(Step.FINISH, 100_106, NONE);

        assertEquals(new ServerEvent.VideoCall(1, -3, 0, 3, 5, "ticket 17"), ann.next());
        assertEquals(new ServerEvent.VideoCall(2, -3, 100_104, 3, 5, "ticket 17"), ann.next());
        assertEquals(new ServerEvent.VideoCall(3, -3, 0, 3, 100_000, ""), ann.next());
        assertEquals(new ServerEvent.VideoCall(4, -3, 100_106, 0, 0, ""), ann.next());
    }

    @Test
    void shouldAnswerWithTheServicesCode() {
        calls.refusal = ServiceError.CALL_BUSY;

        assertEquals(100_103, call(ClientRequest.VideoCall.REQUEST, 0).code());
    }

    @Test
    void shouldNeedALogin() {
        TestClient stranger = gateway.client().connect();

        assertEquals(
                208,
                stranger.request(id -> new ClientRequest.VideoCall(id, 1, -2, 0, 0, 0, ""))
                        .code());
    }

    @Test
    void shouldTellTheServiceOfTheEndOfWhoeverHasToDoWithCalls() throws InterruptedException {
        tell(Step.REQUEST, 0, WORDS);
        ann.next(ServerEvent.VideoCall.class);

        ann.close();

        assertEquals(new CallApi.LeaveCalls(session, TestGateway.NODE, 0), asked());
    }

    @Test
    void shouldNotTroubleTheServiceWithOthers() throws InterruptedException {
        TestClient cat = gateway.client();
        cat.login("Cat");

        ann.close();

        gateway.auth.awaitLogout();
        // The first thing that the service hears is what comes after it.
        TestClient.expectSuccess(call(cat, ClientRequest.VideoCall.REQUEST, 0));
        assertInstanceOf(CallApi.RingCall.class, asked());
    }

    @Test
    void shouldEndCallsThatAServiceThatStartsAnewDoesNotKnowAndLeaveTheirRoom() throws InterruptedException {
        tell(Step.START, 0, new CallWords(3, 1, ""));
        ann.next(ServerEvent.VideoCall.class);
        ann.enter(1);
        ann.next(ServerEvent.OnlineUser.class);

        restart();

        assertEquals(new ServerEvent.VideoCall(4, -3, 100_106, 0, 0, ""), ann.next());
        ServerEvent.UserAtRoom left = ann.next(ServerEvent.UserAtRoom.class);
        assertEquals(-2, left.userId());
        assertEquals(309, ann.request(ClientRequest.LeaveRoom::new).code());
    }

    private void restart() {
        TestGateway.await(callService.stop());
        TestGateway.await(callService.start(CallApi.class, Addresses.CALL, calls));
    }

    private void hold(boolean incoming, RoomId room) {
        calls.held = List.of(new HeldCall(session, BEN, incoming, room, WORDS));
    }

    @Test
    void shouldEndWhatRangWithAReply() {
        tell(Step.REQUEST, 0, WORDS);
        ann.next(ServerEvent.VideoCall.class);

        restart();

        assertEquals(new ServerEvent.VideoCall(2, -3, 100_106, 0, 0, ""), ann.next());
    }

    @Test
    void shouldSayNothingOfCallsThatGoOn() {
        tell(Step.START, 0, new CallWords(3, 1, ""));
        ann.next(ServerEvent.VideoCall.class);
        hold(true, new RoomId(1));

        restart();
        calls.held = List.of();
        restart();

        // The first thing that is told comes of the second restart.
        assertEquals(new ServerEvent.VideoCall(4, -3, 100_106, 0, 0, ""), ann.next());
    }

    @Test
    void shouldTellWhatTheInstanceBeforeHasNotLivedToSay() {
        hold(true, null);
        restart();
        assertEquals(new ServerEvent.VideoCall(1, -3, 0, 3, 5, "ticket 17"), ann.next());

        hold(true, new RoomId(100_000));
        restart();
        assertEquals(new ServerEvent.VideoCall(3, -3, 0, 3, 100_000, "ticket 17"), ann.next());
    }

    @Test
    void shouldSayThatTheServiceIsAway() {
        TestGateway.await(callService.stop());

        assertEquals(58, call(ClientRequest.VideoCall.REQUEST, 0).code());
    }
}
