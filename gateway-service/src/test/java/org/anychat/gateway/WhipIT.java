package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi.Login;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RelayApi.Publish;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig.Keeping;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing by HTTP alone, as those in the room see it. */
class WhipIT {
    private static final String FRAGMENT =
            "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 2122260223 192.0.2.1"
                    + " 61764 typ host\r\n";
    private static final String SAME = FRAGMENT.formatted("abcd", "thePasswordOfTheClient01234");
    private static final String ANEW = FRAGMENT.formatted("efgh", "anotherPasswordOfTheClient");

    private static final NodeId SECOND = new NodeId("relay-2");

    private TestGateway gateway;
    private WhipClient tool;
    private TestClient ann;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD, Keeping.standard(30_000, 10, List.of()));
        tool = new WhipClient(gateway);
        ann = gateway.client();
        ann.login("Ann");
        ann.enter(1);
        ann.next(ServerEvent.OnlineUser.class);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String publish() {
        HttpAnswer answer = tool.post("/whip/1/Camera", WhipClient.OFFER);
        assertEquals(201, answer.status(), answer.body()::toString);
        return answer.header("Location");
    }

    private ServerEvent.UserAtRoom comesAndGoes() {
        return ann.next(ServerEvent.UserAtRoom.class);
    }

    private SessionId session() {
        return gateway.auth.loggedIn.values().stream()
                .filter(login -> login.name().equals("Camera"))
                .map(Login::session)
                .findFirst()
                .orElseThrow();
    }

    private <T> T told(Class<T> type) throws InterruptedException {
        return type.cast(gateway.relay.calls.poll(15, TimeUnit.SECONDS));
    }

    private void assertGone(String path) {
        assertEquals(404, tool.patch(path, SAME, "If-Match", "*").status());
        assertEquals(404, tool.delete(path).status());
    }

    @Test
    void shouldPublishAsAUserOfTheRoom() throws InterruptedException {
        HttpAnswer answer = tool.post("/whip/1/Camera", WhipClient.OFFER);

        assertEquals(201, answer.status());
        assertEquals("application/sdp", answer.header("Content-Type"));
        assertTrue(
                answer.header("Location").matches("/whip-sessions/gateway-1\\.[0-9a-f]{32}"),
                answer.header("Location"));
        assertTrue(answer.header("ETag").matches("\"[0-9a-f]{16}\""), answer.header("ETag"));
        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertEquals("<stun:stun.example.org:3478>; rel=\"ice-server\"", answer.header("Link"));
        assertTrue(answer.body().toString().contains("a=recvonly"), answer.body()::toString);
        Publish published = told(Publish.class);
        assertTrue(published.sdp().startsWith("v=0"));
        assertTrue(published.peer().boundToGateway());
        ServerEvent.UserAtRoom entered = comesAndGoes();
        assertEquals("Camera", entered.user().name());
        assertEquals(2, ann.next(ServerEvent.CameraState.class).state());
        assertEquals(2, ann.next(ServerEvent.MicStateChange.class).state());
        assertEquals(1, TestGateway.await(gateway.verticle.figures()).httpLinks());
    }

    @Test
    void shouldLeaveWhenDeleted() throws InterruptedException {
        String path = publish();
        comesAndGoes();
        told(Publish.class);

        assertEquals(200, tool.delete(path).status());

        assertFalse(comesAndGoes().enter());
        gateway.auth.awaitLogout();
        told(CloseMedia.class);
        assertGone(path);
        assertEquals(0, TestGateway.await(gateway.verticle.figures()).httpLinks());
    }

    @Test
    void shouldLeaveWhenItsMediaEnds() {
        String path = publish();
        comesAndGoes();

        gateway.api()
                .mediaState(new GatewayApi.MediaState(
                        FakeRooms.RELAY, session(), RelayApi.Direction.PUBLISH, GatewayApi.State.CLOSED, 0, "consent"));

        assertFalse(comesAndGoes().enter());
        assertGone(path);
    }

    @Test
    void shouldEndWhenItIsSentAway() throws InterruptedException {
        String path = publish();
        comesAndGoes();
        told(Publish.class);

        gateway.api().closeSession(new GatewayApi.CloseSession(session(), 211));

        assertFalse(comesAndGoes().enter());
        told(CloseMedia.class);
        assertGone(path);
    }

    @Test
    void shouldEndWhenItIsPutOutOfTheRoom() throws InterruptedException {
        String path = publish();
        comesAndGoes();

        gateway.rooms.takeOut(session(), 0);

        assertFalse(comesAndGoes().enter());
        gateway.auth.awaitLogout();
        assertGone(path);
    }

    @Test
    void shouldEndWhenAnotherRelayHasTheRoom() {
        String path = publish();
        comesAndGoes();

        gateway.rooms.move(new RoomId(1), SECOND, 0);

        assertFalse(comesAndGoes().enter());
        assertGone(path);
    }

    @Test
    void shouldFollowToTheRelayThatHasTheRoomWhenItAnswers() throws InterruptedException {
        FakeRelay second = new FakeRelay(gateway.bus, SECOND);
        TestGateway.await(gateway.bus.serve(RelayApi.class, Addresses.relay(SECOND), second));
        Promise<Void> ready = Promise.promise();
        gateway.relay.ready = ready.future();
        Future<HttpAnswer> answer = tool.beginPost("/whip/1/Camera", WhipClient.OFFER);
        told(Publish.class);

        gateway.rooms.move(new RoomId(1), SECOND, 0);
        ready.fail(new ServiceException(ServiceError.SERVICE_CLOSED, "the fake is gone"));

        HttpAnswer created = TestGateway.await(answer);
        assertEquals(201, created.status(), created.body()::toString);
        assertEquals(Publish.class, second.calls.poll(15, TimeUnit.SECONDS).getClass());
        assertTrue(comesAndGoes().enter());
        assertEquals(
                204,
                tool.patch(created.header("Location"), SAME, "If-Match", "*").status());
    }

    @Test
    void shouldNotOpenASessionWhoseMediaEndsBeforeTheAnswer() throws InterruptedException {
        Promise<Void> ready = Promise.promise();
        gateway.relay.ready = ready.future();
        Future<HttpAnswer> answer = tool.beginPost("/whip/1/Camera", WhipClient.OFFER);
        SessionId session = told(Publish.class).peer().session();
        assertTrue(comesAndGoes().enter());

        gateway.api()
                .mediaState(new GatewayApi.MediaState(
                        FakeRooms.RELAY, session, RelayApi.Direction.PUBLISH, GatewayApi.State.CLOSED, 0, "fault"));
        for (int turn = 0; turn < 50; turn++) {
            // Turns of the gateway's context, in which that arrives.
            TestGateway.await(gateway.verticle.figures());
        }
        ready.complete();

        assertEquals(503, TestGateway.await(answer).status());
        assertFalse(comesAndGoes().enter());
    }

    @Test
    void shouldSayThatAnotherAttemptMayGoBetterWhenItEndsMeanwhile() throws InterruptedException {
        String path = publish();
        told(Publish.class);
        gateway.relay.ready = Promise.<Void>promise().future();
        Future<HttpAnswer> restarted = tool.beginPatch(path, ANEW, "If-Match", "*");
        told(Publish.class);

        gateway.rooms.move(new RoomId(1), SECOND, 0);

        HttpAnswer refused = TestGateway.await(restarted);
        assertEquals(503, refused.status());
        assertEquals(101, refused.json().getInteger("code"));
        assertEquals("5", refused.header("Retry-After"));
    }

    /** The tool says nothing, ever, which is no reason to send it away. */
    @Test
    void shouldOutliveTheSilenceOfOthers(@TempDir Path directory) {
        try (TestGateway strict = TestGateway.start(directory, TestGateway.limits(10_000, 3_000, 100, 200))) {
            WhipClient silent = new WhipClient(strict);
            String path = silent.post("/whip/1/Camera", WhipClient.OFFER).header("Location");
            TestClient other = strict.client().connect();

            assertEquals(100, other.closeCode());

            assertEquals(204, silent.patch(path, SAME, "If-Match", "*").status());
        }
    }

    @Test
    void shouldTakeCandidatesOfItsIceSession() {
        HttpAnswer created = tool.post("/whip/1/Camera", WhipClient.OFFER);
        String path = created.header("Location");

        HttpAnswer trickled = tool.patch(path, SAME, "If-Match", created.header("ETag"));

        assertEquals(204, trickled.status());
        assertEquals(null, trickled.header("ETag"));
        assertEquals(204, tool.patch(path, SAME).status(), "without a tag, as WHEP clients do");
        assertEquals(428, tool.patch(path, ANEW).status(), "an ICE restart without a tag");
        assertEquals(412, tool.patch(path, SAME, "If-Match", "\"0000\"").status());
        assertEquals(400, tool.patch(path, "nonsense", "If-Match", "*").status());
        assertEquals(
                415,
                tool.ask(HttpMethod.PATCH, path, Map.of("Content-Type", "application/sdp", "If-Match", "*"), SAME)
                        .status());
    }

    @Test
    void shouldRestartIce() throws InterruptedException {
        HttpAnswer created = tool.post("/whip/1/Camera", WhipClient.OFFER);
        told(Publish.class);

        HttpAnswer restarted = tool.patch(created.header("Location"), ANEW, "If-Match", "*");

        assertEquals(200, restarted.status());
        assertEquals("application/trickle-ice-sdpfrag", restarted.header("Content-Type"));
        assertNotEquals(created.header("ETag"), restarted.header("ETag"));
        String fragment = restarted.body().toString();
        assertTrue(fragment.contains("a=ice-ufrag:relay2") && fragment.contains("a=candidate:"), fragment);
        String offer = told(Publish.class).sdp();
        assertTrue(offer.contains("a=ice-ufrag:efgh") && !offer.contains("a=ice-ufrag:abcd"), offer);
        assertEquals(
                412,
                tool.patch(created.header("Location"), ANEW, "If-Match", created.header("ETag"))
                        .status());
    }

    @Test
    void shouldSayTheSameOfARestartThatIsAskedForAgain() throws InterruptedException {
        String path = publish();
        told(Publish.class);
        HttpAnswer restarted = tool.patch(path, ANEW, "If-Match", "*");
        told(Publish.class);

        HttpAnswer again = tool.patch(path, ANEW, "If-Match", "*");

        assertEquals(200, again.status());
        assertEquals(restarted.body(), again.body());
        assertEquals(restarted.header("ETag"), again.header("ETag"));
        assertTrue(gateway.relay.calls.isEmpty());
    }

    @Test
    void shouldTakeTheTokenForThePassword() {
        HttpAnswer created = tool.post("/whip/1/Camera", WhipClient.OFFER, "Authorization", "Bearer the.token");
        String path = created.header("Location");

        assertEquals("the.token", gateway.auth.loggedIn.get(session()).password());
        assertEquals(401, tool.delete(path).status());
        assertEquals(401, tool.delete(path, "Authorization", "Bearer another").status());
        assertEquals(200, tool.delete(path, "Authorization", "Bearer the.token").status());
    }

    @Test
    void shouldAskForTheServerPasswordThatItBeganWith() {
        String path = tool.post("/whip/1/Camera", WhipClient.OFFER, "AnyChat-Server-Password", "secret")
                .header("Location");

        assertEquals(401, tool.delete(path).status());
        assertEquals(401, tool.delete(path, "AnyChat-Server-Password", "wrong").status());
        assertEquals(200, tool.delete(path, "AnyChat-Server-Password", "secret").status());
    }

    @Test
    void shouldTakeNameAndPassword() {
        String right = Base64.getEncoder().encodeToString("Camera:se:cret".getBytes(StandardCharsets.UTF_8));
        String other = Base64.getEncoder().encodeToString("Other:secret".getBytes(StandardCharsets.UTF_8));

        assertEquals(
                201,
                tool.post("/whip/1/Camera", WhipClient.OFFER, "Authorization", "Basic " + right)
                        .status());
        assertEquals("se:cret", gateway.auth.loggedIn.get(session()).password());
        HttpAnswer refused = tool.post("/whip/1/Camera", WhipClient.OFFER, "Authorization", "Basic " + other);
        assertEquals(401, refused.status());
        assertTrue(refused.header("WWW-Authenticate").startsWith("Bearer"));
    }

    @Test
    void shouldFindRoomsByName() {
        assertEquals(201, tool.post("/whip/Two/Camera", WhipClient.OFFER).status());
        assertEquals(1, gateway.rooms.members(2));
    }

    @Test
    void shouldAnswerBrowsersOfOtherSites() {
        HttpAnswer endpoint = tool.ask(HttpMethod.OPTIONS, "/whip/1/Camera", Map.of(), "");
        HttpAnswer session = tool.ask(HttpMethod.OPTIONS, publish(), Map.of(), "");

        assertEquals(200, endpoint.status());
        assertEquals("application/sdp", endpoint.header("Accept-Post"));
        assertEquals("*", endpoint.header("Access-Control-Allow-Origin"));
        assertTrue(endpoint.header("Access-Control-Allow-Headers").contains("Authorization"));
        for (HttpAnswer answer : List.of(endpoint, session)) {
            assertTrue(answer.header("Access-Control-Allow-Methods").contains("PATCH"), "pages send candidates");
            assertTrue(answer.header("Access-Control-Allow-Headers").contains("ETag"), "as Eyevinn's client does");
        }
    }

    @Test
    void shouldSaveTheOtherMethodsForLater() {
        assertEquals(
                204, tool.ask(HttpMethod.GET, "/whip/1/Camera", Map.of(), "").status());
        assertEquals(
                405, tool.ask(HttpMethod.PUT, "/whip/1/Camera", Map.of(), "").status());
        assertEquals(405, tool.ask(HttpMethod.PUT, publish(), Map.of(), "").status());
    }
}
