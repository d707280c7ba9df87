package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Frame;
import org.anychat.protocol.Limits;
import org.anychat.protocol.Reply;
import org.anychat.protocol.RequestCodec;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferRequest;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway does not put up with, and that it hurts nobody else. */
class RefusalsIT {
    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @TempDir
    Path directory;

    private TestGateway gateway;

    private void start(LinkLimits limits) {
        gateway = TestGateway.start(directory, limits);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Frame json(String text) {
        return new Frame(Frame.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private long counted(GatewayCounter counter) {
        return gateway.verticle.counters().value(counter);
    }

    @Test
    void shouldRefuseRequestsBeforeConnect() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client();

        assertEquals(
                2, client.request(id -> new ClientRequest.Login(id, "Ann", "")).code());
        assertEquals(2, client.request(id -> new ClientRequest.LeaveRoom(id)).code());
        TestClient.expectSuccess(client.request(ClientRequest.Heartbeat::new));
    }

    @Test
    void shouldRefuseRequestsBeforeLogin() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client().connect();

        assertEquals(208, client.request(ClientRequest.Logout::new).code());
        assertEquals(
                208,
                client.request(id -> new ClientRequest.EnterRoom(id, 1, "")).code());
        assertEquals(
                208, client.request(id -> new ClientRequest.SetCamera(id, 1)).code());
        assertEquals(208, client.request(ClientRequest.LeaveRoom::new).code());
        assertEquals(208, client.request(ClientRequest.Subscribe::new).code());
    }

    @Test
    void shouldRefuseRequestsOutsideOfARoom() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client();
        client.login("Ann");

        assertEquals(309, client.request(ClientRequest.LeaveRoom::new).code());
        assertEquals(
                309,
                client.request(id -> new ClientRequest.SendText(id, -1, false, "x"))
                        .code());
        assertEquals(
                309, client.request(id -> new ClientRequest.Publish(id, "x")).code());
        assertEquals(309, client.request(ClientRequest.RoomSnapshot::new).code());
    }

    @Test
    void shouldRefuseWhatTheServicesRefuse() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client().connect();

        assertEquals(
                210, client.request(id -> new ClientRequest.Login(id, "", "")).code());
        TestClient.expectSuccess(client.request(id -> new ClientRequest.Login(id, "Ann", "secret")));
        assertEquals(
                201,
                client.request(id -> new ClientRequest.Login(id, "Ann", "")).code());
        assertEquals(
                303,
                client.request(id -> new ClientRequest.EnterRoom(id, 77, "")).code());
        client.enter(1);
        assertEquals(
                308,
                client.request(id -> new ClientRequest.EnterRoom(id, 1, "")).code());
    }

    @Test
    void shouldRefuseOtherVersionsOfTheProtocol() {
        start(LinkLimits.STANDARD);

        assertEquals(
                63,
                gateway.client()
                        .request(id -> new ClientRequest.Connect(id, 2, 0, ""))
                        .code());
    }

    @Test
    void shouldAnswerABadFieldAndGoOn() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client();
        client.send(json("{\"id\":9,\"type\":\"enterRoom\",\"roomId\":\"one\",\"password\":\"\"}"));

        Reply reply = client.next(Reply.class);

        assertEquals(9, reply.re());
        assertEquals(21, reply.code());
        assertTrue(reply.message().startsWith("roomId"), reply.message());
        client.connect();
    }

    @Test
    void shouldAskForTheServerPassword() {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD, true);
        TestClient client = gateway.client().connect();

        assertEquals(
                102,
                client.request(id -> new ClientRequest.Login(id, "Ann", "")).code());
        TestClient.expectSuccess(client.request(id -> new ClientRequest.Authenticate(id, "right")));
        TestClient.expectSuccess(client.request(id -> new ClientRequest.Login(id, "Ann", "")));
    }

    @Test
    void shouldCloseAfterAWrongServerPassword() {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD, true);
        TestClient client = gateway.client().connect();

        assertEquals(
                102,
                client.request(id -> new ClientRequest.Authenticate(id, "wrong"))
                        .code());
        assertEquals(102, client.closeCode());
    }

    @Test
    void shouldCloseTheLinkOfAnAddressThatGuessesTooOften() {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD, true);
        TestClient client = gateway.client().connect();

        assertEquals(
                203,
                client.request(id -> new ClientRequest.Authenticate(id, "too often"))
                        .code());
        assertEquals(203, client.closeCode());
    }

    @Test
    void shouldCloseAStreamThatIsNotFrames() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client();
        client.sendRaw(new byte[] {0, 0, 0, 3, 9, 1, 1});

        assertEquals(7, client.closeCode());
        assertEquals(1, counted(GatewayCounter.BAD_FRAME));
    }

    @Test
    void shouldDropWhatIsNoProtocolOfThisPort() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client();
        client.sendRaw("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));

        client.awaitClosed();
        assertEquals(1, counted(GatewayCounter.UNKNOWN_FIRST_BYTES));
    }

    @Test
    void shouldRefuseALongMessageBeforeTheLogin() {
        start(LinkLimits.STANDARD);
        TestClient client = gateway.client();
        client.send(json(" ".repeat(Limits.BEFORE_LOGIN_BYTES) + "{}"));

        assertEquals(62, client.closeCode());
        assertEquals(1, counted(GatewayCounter.TOO_MUCH));
    }

    @Test
    void shouldCutAClientThatSendsTooFast() {
        start(TestGateway.limits(10_000, 30_000, 1, 20));
        TestClient client = gateway.client();
        for (int i = 0; i < 30; i++) {
            client.send(ClientRequest.Heartbeat::new);
        }

        assertEquals(62, client.closeCode());
        assertEquals(1, counted(GatewayCounter.RATE_EXCEEDED));
    }

    @Test
    void shouldCloseASilentLinkAndTellItsRoom() throws Exception {
        start(TestGateway.limits(10_000, 4_000, 100, 200));
        TestClient silent = gateway.client();
        silent.login("Silent");
        silent.enter(1);

        assertEquals(100, silent.closeCode());
        assertEquals(100, gateway.rooms.departures.poll(15, TimeUnit.SECONDS).reason());
    }

    @Test
    void shouldKeepALinkThatShowsSignsOfLife() {
        start(TestGateway.limits(10_000, 4_000, 100, 200));
        TestClient alive = gateway.client(TestClient.Transport.WEB_SOCKET);
        TestClient silent = gateway.client().connect();
        alive.connect();
        long timer = gateway.vertx.setPeriodic(100, tick -> alive.send(ClientRequest.Heartbeat::new));

        assertEquals(100, silent.closeCode());
        gateway.vertx.cancelTimer(timer);
        TestClient.expectSuccess(alive.request(id -> new ClientRequest.Login(id, "Ann", "")));
    }

    @Test
    void shouldCloseAConnectionThatSaysNothing() {
        start(TestGateway.limits(3_000, 30_000, 100, 200));
        TestClient mute = gateway.client();
        TestClient halfMute = gateway.client();
        halfMute.send(json("{\"id\":1,\"type\":\"heartbeat\"}"));

        mute.awaitClosed();
        assertEquals(100, halfMute.closeCode());
        assertEquals(1, counted(GatewayCounter.SILENT_CONNECTION));
    }

    @Test
    void shouldLimitLinksPerAddress() {
        LinkLimits standard = LinkLimits.STANDARD;
        start(new LinkLimits(10_000, 30_000, 100, 200, 256, standard.unreadBytes(), 2, 100));
        TestClient first = gateway.client().connect();
        gateway.client(TestClient.Transport.WEB_SOCKET).connect();
        TestClient third = gateway.client();
        third.send(ClientRequest.Heartbeat::new);

        assertEquals(62, third.closeCode());
        first.close();
        first.awaitClosed();
        TestClient.expectSuccess(connectWhenFree());
    }

    /** The gateway hears of a closed link a little later than the client. */
    private Reply connectWhenFree() {
        for (int attempt = 0; attempt < 50; attempt++) {
            TestClient client = gateway.client();
            client.send(id -> new ClientRequest.Connect(id, 1, 0, ""));
            if (client.next() instanceof Reply reply) {
                return reply;
            }
        }
        throw new AssertionError("the place of a closed link stayed taken");
    }

    @Test
    void shouldLimitConnectionsPerAddress() {
        start(new LinkLimits(10_000, 30_000, 100, 200, 256, 1 << 20, 64, 1));
        gateway.client().connect();

        gateway.client().awaitClosed();
        assertEquals(1, counted(GatewayCounter.CONNECTION_LIMIT));
    }

    @Test
    void shouldCutASlowReader() {
        start(TestGateway.limits(10_000, 30_000, 100_000, 100_000));
        for (TestClient.Transport transport :
                new TestClient.Transport[] {TestClient.Transport.FRAMED, TestClient.Transport.WEB_SOCKET_TLS}) {
            long before = counted(GatewayCounter.SLOW_READER);
            TestClient slow = gateway.client(transport);
            int slowId = slow.login("Slow").userId();
            slow.pause();
            TestClient sender = gateway.client();
            sender.login("Sender");
            byte[] data = new byte[Limits.PAYLOAD_BYTES];
            Reply reply;
            do {
                reply = sender.request(id -> new TransferRequest.TransBuffer(id, slowId, data));
            } while (reply.code() == 0);

            assertEquals(205, reply.code());
            assertEquals(before + 1, counted(GatewayCounter.SLOW_READER));
        }
    }

    @Test
    void shouldLetMalformedMessagesHurtOnlyTheirOwnLink() {
        start(TestGateway.limits(10_000, 30_000, 100_000, 100_000));
        Random random = seeded.random();
        TestClient witness = gateway.client(TestClient.Transport.WEB_SOCKET);
        witness.login("Witness");
        witness.enter(1);
        IntFunction<ClientRequest> template = id -> new ClientRequest.SendText(id, -1, false, "some text");
        for (int round = 0; round < 60; round++) {
            TestClient hostile =
                    gateway.client(round % 2 == 0 ? TestClient.Transport.FRAMED : TestClient.Transport.WEB_SOCKET);
            byte[] body = RequestCodec.encode(template.apply(1)).body();
            for (int i = 0; i < 3; i++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(128);
            }
            hostile.send(new Frame(random.nextInt(4) == 0 ? Frame.BINARY : Frame.JSON, body));
            Object answer = hostile.next();
            assertTrue(answer instanceof Reply || answer instanceof ServerEvent.LinkClose, answer.toString());
            hostile.close();
        }

        TestClient.expectSuccess(witness.request(id -> new ClientRequest.SetCamera(id, 2)));
        assertEquals(0, counted(GatewayCounter.GATEWAY_FAULT));
    }

    @Test
    void shouldLetNoiseHurtOnlyItsOwnConnection() {
        start(TestGateway.limits(10_000, 30_000, 100_000, 100_000));
        Random random = seeded.random();
        for (int round = 0; round < 60; round++) {
            byte[] noise = new byte[16 + random.nextInt(200)];
            random.nextBytes(noise);
            noise[0] = round % 3 == 0 ? 0 : noise[0];
            noise[1] = round % 3 == 0 ? 0 : noise[1];
            TestClient hostile = gateway.client();
            hostile.sendRaw(noise);
            hostile.close();
        }

        gateway.client().login("Ann");
        assertEquals(0, counted(GatewayCounter.GATEWAY_FAULT));
    }
}
