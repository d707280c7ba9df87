package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each transport on the same port. */
class TransportsIT {
    private TestGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheSettingsOnConnect(TestClient.Transport transport) {
        TestClient client = gateway.client(transport);

        ReplyBody.Connected connected =
                (ReplyBody.Connected) client.request(id -> new ClientRequest.Connect(id, Limits.VERSION, 4, "test"))
                        .body();

        assertEquals("Test server 1", connected.server());
        assertEquals(TestGateway.NODE.value(), connected.node());
        assertEquals(TestGateway.CLIENT_CONFIG, connected.config());
        assertEquals(32, connected.challenge().length());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheAuthServiceTheClientsAddress(TestClient.Transport transport) {
        ReplyBody.LoggedIn login = gateway.client(transport).login("Ann");

        AuthApi.Login seen = gateway.auth.loggedIn.get(new SessionId(login.sessionId()));
        assertEquals("127.0.0.1", seen.address());
        assertEquals("Ann", seen.name());
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryBinaryMessagesBothWays(TestClient.Transport transport) {
        TestClient ann = gateway.client(transport);
        TestClient ben = gateway.client(transport);
        int annId = ann.login("Ann").userId();
        int benId = ben.login("Ben").userId();
        byte[] data = new byte[Limits.PAYLOAD_BYTES];
        data[0] = 42;

        TestClient.expectSuccess(ann.request(id -> new TransferRequest.TransBuffer(id, benId, data)));

        ServerEvent.TransBuffer came = ben.next(ServerEvent.TransBuffer.class);
        assertEquals(annId, came.from());
        assertEquals(data.length, came.data().length);
        assertEquals(42, came.data()[0]);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhyItClosesBeforeItCloses(TestClient.Transport transport) {
        TestClient client = gateway.client(transport);
        client.send(new org.anychat.protocol.Frame(org.anychat.protocol.Frame.JSON, new byte[] {'{'}));

        assertEquals(7, client.closeCode());
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveNothingBehindWhenTheClientGoes(TestClient.Transport transport) throws InterruptedException {
        TestClient client = gateway.client(transport);
        client.login("Ann");
        client.enter(1);
        gateway.rooms.departures.clear();

        client.close();

        assertEquals(
                101,
                gateway.rooms
                        .departures
                        .poll(15, java.util.concurrent.TimeUnit.SECONDS)
                        .reason());
        assertEquals(0, gateway.rooms.members(1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeALargeMessageAfterTheLogin(TestClient.Transport transport) {
        TestClient client = gateway.client(transport);
        client.login("Ann");
        client.enter(1);
        String sdp = "x".repeat(Limits.CLIENT_JSON_BYTES - 100);

        ReplyBody.Published answer = (ReplyBody.Published)
                client.request(id -> new ClientRequest.Publish(id, sdp)).body();

        assertTrue(answer.sdp().endsWith("xxx"));
        assertEquals(sdp.length() + "answer to ".length(), answer.sdp().length());
    }
}
