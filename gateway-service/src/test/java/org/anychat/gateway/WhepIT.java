package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Watch;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watching by HTTP alone. */
class WhepIT {
    private static final String OFFER = WhipClient.offer("recvonly", "opus/48000/2", "VP8/90000");
    private static final String ANEW = "a=ice-ufrag:efgh\r\na=ice-pwd:anotherPasswordOfTheClient\r\n";

    private TestGateway gateway;
    private WhipClient tool;
    private TestClient ann;
    private ReplyBody.LoggedIn login;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        tool = new WhipClient(gateway);
        ann = gateway.client();
        login = ann.login("Ann");
        ann.enter(1);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private <T> T told(Class<T> type) throws InterruptedException {
        return type.cast(gateway.relay.calls.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void shouldWatchAUserByName() throws InterruptedException {
        HttpAnswer answer = tool.post("/whep/1/Ann?name=Screen", OFFER);

        assertEquals(201, answer.status(), answer.body()::toString);
        assertTrue(
                answer.header("Location").matches("/whep-sessions/gateway-1\\.[0-9a-f]{32}"),
                answer.header("Location"));
        assertTrue(answer.body().toString().contains("a=sendonly"), answer.body()::toString);
        assertEquals(login.userId(), told(Watch.class).publisher().value());
        assertEquals("Screen", ann.next(ServerEvent.UserAtRoom.class).user().name());
    }

    @Test
    void shouldWatchAUserByNumber() throws InterruptedException {
        assertEquals(201, tool.post("/whep/1/" + login.userId(), OFFER).status());

        assertEquals(login.userId(), told(Watch.class).publisher().value());
    }

    @Test
    void shouldWatchWhoeverSpeaks() throws InterruptedException {
        assertEquals(201, tool.post("/whep/1", OFFER).status());

        assertNull(told(Watch.class).publisher());
    }

    @Test
    void shouldSayThatTheUserIsNotThere() {
        HttpAnswer answer = tool.post("/whep/1/Ben", OFFER);

        assertEquals(409, answer.status());
        assertEquals(205, answer.json().getInteger("code"));
        assertEquals("5", answer.header("Retry-After"));
        assertEquals(1, gateway.rooms.members(1));
    }

    @Test
    void shouldWatchTheSameUserAgain() throws InterruptedException {
        tool.post("/whep/1/Ann", OFFER);
        told(Watch.class);

        TestClient.expectSuccess(ann.request(ClientRequest.Logout::new));
        TestClient again = gateway.client();
        ReplyBody.LoggedIn newLogin = again.login("Ann");
        again.enter(1);

        assertNotEquals(login.userId(), newLogin.userId());
        assertEquals(newLogin.userId(), told(Watch.class).publisher().value());
    }

    /** A user with a password, whose number no guest has. */
    private ReplyBody.LoggedIn register(TestClient client, String name) {
        client.connect();
        return (ReplyBody.LoggedIn)
                TestClient.expectSuccess(client.request(id -> new ClientRequest.Login(id, name, "secret")))
                        .body();
    }

    private TestClient guest(String name) {
        TestClient guest = gateway.client();
        guest.login(name);
        guest.enter(1);
        return guest;
    }

    private void logout(TestClient client) {
        TestClient.expectSuccess(client.request(ClientRequest.Logout::new));
    }

    /** The number by which she is back. */
    private int annComesBack() {
        logout(ann);
        ann = gateway.client();
        int number = ann.login("Ann").userId();
        ann.enter(1);
        return number;
    }

    private void assertWatches(int user, String ufrag) throws InterruptedException {
        Watch watch = told(Watch.class);
        assertEquals(user, watch.publisher().value());
        assertTrue(watch.sdp().contains("a=ice-ufrag:" + ufrag), watch::sdp);
    }

    @Test
    void shouldNotTakeAGuestForTheRegisteredUserOfTheName() throws InterruptedException {
        guest("Studio");
        TestClient studio = gateway.client();
        int registered = register(studio, "Studio").userId();
        studio.enter(1);
        String path = tool.post("/whep/1/Studio", OFFER).header("Location");
        assertWatches(registered, "abcd");

        guest("Studio");
        tool.patch(path, ANEW, "If-Match", "*");

        assertWatches(registered, "efgh");
        logout(studio);
        TestClient late = gateway.client();
        int guest = late.login("Studio").userId();
        late.enter(1);
        assertWatches(guest, "efgh");
        TestClient back = gateway.client();
        int again = register(back, "Studio").userId();
        back.enter(1);
        assertWatches(again, "efgh");
    }

    @Test
    void shouldNotTakeANameForANumber() throws InterruptedException {
        TestClient studio = gateway.client();
        int number = register(studio, "Studio").userId();
        guest(Integer.toString(number));
        assertEquals(409, tool.post("/whep/1/" + number, OFFER).status());
        studio.enter(1);

        assertEquals(201, tool.post("/whep/1/" + number, OFFER).status());

        assertWatches(number, "abcd");
    }

    @Test
    void shouldRestartIceOfTheUserAsItIsNow() throws InterruptedException {
        String path = tool.post("/whep/1/Ann", OFFER).header("Location");
        assertWatches(login.userId(), "abcd");
        int number = annComesBack();
        assertWatches(number, "abcd");

        assertEquals(200, tool.patch(path, ANEW, "If-Match", "*").status());

        assertWatches(number, "efgh");
    }

    @Test
    void shouldWatchTheSameUserAgainThatComesBackBeforeTheAnswer() throws InterruptedException {
        Promise<Void> ready = Promise.promise();
        gateway.relay.ready = ready.future();
        Future<HttpAnswer> answer = tool.beginPost("/whep/1/Ann", OFFER);
        assertWatches(login.userId(), "abcd");

        int number = annComesBack();
        ready.complete();

        assertEquals(201, TestGateway.await(answer).status());
        assertWatches(number, "abcd");
    }

    @Test
    void shouldNotUndoAnIceRestartWhenTheUserComesBack() throws InterruptedException {
        String path = tool.post("/whep/1/Ann", OFFER).header("Location");
        assertWatches(login.userId(), "abcd");
        Promise<Void> ready = Promise.promise();
        gateway.relay.ready = ready.future();
        Future<HttpAnswer> restarted = tool.beginPatch(path, ANEW, "If-Match", "*");
        assertWatches(login.userId(), "efgh");

        int number = annComesBack();
        ready.complete();

        assertEquals(200, TestGateway.await(restarted).status());
        assertWatches(number, "efgh");
    }

    @Test
    void shouldEndWhenTheUserCannotBeWatchedAgain() throws InterruptedException {
        String path = tool.post("/whep/1/Ann?name=Screen", OFFER).header("Location");
        told(Watch.class);
        gateway.relay.ready = Future.failedFuture(new ServiceException(ServiceError.FORBIDDEN, "refused by the fake"));

        annComesBack();

        assertFalse(ann.next(ServerEvent.UserAtRoom.class).enter());
        assertEquals(404, tool.patch(path, ANEW, "If-Match", "*").status());
    }

    @Test
    void shouldAnswerWhatIsAskedWhenTheSessionEnds() throws InterruptedException {
        String path = tool.post("/whep/1/Ann", OFFER).header("Location");
        SessionId session = told(Watch.class).peer().session();
        Promise<Void> ready = Promise.promise();
        gateway.relay.ready = ready.future();
        annComesBack();
        told(Watch.class);
        Future<HttpAnswer> restarted = tool.beginPatch(path, ANEW, "If-Match", "*");
        // What was sent before a question has come when that is answered.
        tool.ask(HttpMethod.OPTIONS, path, Map.of(), "");

        gateway.api().closeSession(new GatewayApi.CloseSession(session, 211));
        letItArrive();
        ready.complete();

        assertEquals(503, TestGateway.await(restarted).status());
    }

    /** What has been sent over the bus is there after some turns of the gateway's context. */
    private void letItArrive() {
        for (int turn = 0; turn < 50; turn++) {
            TestGateway.await(gateway.verticle.figures());
        }
    }

    @Test
    void shouldLeaveWhenDeleted() throws InterruptedException {
        String path = tool.post("/whep/1/Ann", OFFER).header("Location");
        told(Watch.class);
        ann.next(ServerEvent.UserAtRoom.class);

        assertEquals(200, tool.delete(path).status());

        told(CloseMedia.class);
        assertEquals(false, ann.next(ServerEvent.UserAtRoom.class).enter());
        assertEquals(404, tool.delete(path).status());
    }

    @Test
    void shouldRestartIce() throws InterruptedException {
        HttpAnswer created = tool.post("/whep/1/Ann", OFFER);
        told(Watch.class);

        HttpAnswer restarted = tool.patch(created.header("Location"), ANEW, "If-Match", "*");

        assertEquals(200, restarted.status());
        assertTrue(restarted.body().toString().contains("a=ice-ufrag:relay2"), restarted.body()::toString);
        assertTrue(told(Watch.class).sdp().contains("a=ice-ufrag:efgh"));
    }

    @Test
    void shouldRefuseOffersThatReceiveNothing() {
        assertEquals(406, tool.post("/whep/1/Ann", WhipClient.OFFER).status());
        assertEquals(
                406,
                tool.post("/whep/1/Ann", WhipClient.offer("recvonly", "opus/48000/2", "H263/90000"))
                        .status());
        assertEquals(400, tool.post("/whep/1/Ann", "nonsense").status());
    }
}
