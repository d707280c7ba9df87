package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.RelayApi;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while clients are there. */
class SettingsIT {
    private static final ClientConfig BIG = new ClientConfig(
            new ClientConfig.Video(640, 480, 15, 60, 300_000, 1, 4, 2),
            new ClientConfig.Audio(8000, 1, 16, 10, 12_200),
            List.of(),
            new ClientConfig.WebCodecs("H264", "opus"));

    private TestGateway gateway;
    private TestClient linked;
    private TestClient ann;

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        linked = gateway.client(TestClient.Transport.WEB_SOCKET);
        ann = gateway.client();
        ann.login("Ann");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void change(ConfigEvents.Video video, ConfigEvents.Audio audio, boolean closeFrontLink) {
        gateway.bus
                .publisher(ConfigEvents.class, Addresses.CONFIG_EVENTS)
                .changed(new ConfigEvents.LiveSettings(
                        new ConfigEvents.Media(video, audio, "H264", "opus"),
                        new ConfigEvents.Logins(closeFrontLink, true),
                        new ConfigEvents.Rooms(true, 10)));
    }

    private void changeToBig() {
        change(
                new ConfigEvents.Video(640, 480, 15, 60, 300_000, 1, 4, 2),
                new ConfigEvents.Audio(8000, 1, 16, 10, 12_200),
                false);
    }

    @Test
    void shouldTellClientsOfNewSettings() {
        changeToBig();

        assertEquals(new ServerEvent.ServerConfigUpdate(BIG), ann.next());
    }

    @Test
    void shouldTellClientsThatConnectLaterTheNewSettingsAndNothingElse() {
        changeToBig();
        ann.next(ServerEvent.ServerConfigUpdate.class);

        linked.send(id -> new ClientRequest.Connect(id, Limits.VERSION, 4, "test"));

        Reply reply = assertInstanceOf(Reply.class, linked.next());
        assertEquals(BIG, ((ReplyBody.Connected) reply.body()).config());
    }

    @Test
    void shouldTellTheRelayTheNewSettingsWithTheNextPublication() throws InterruptedException {
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.EnterRoom(id, 1, "")));
        changeToBig();
        ann.next(ServerEvent.ServerConfigUpdate.class);

        TestClient.expectSuccess(ann.request(id -> new ClientRequest.Publish(id, "offer")));

        RelayApi.Publish publish = (RelayApi.Publish) gateway.relay.calls.poll(15, TimeUnit.SECONDS);
        assertEquals(new RelayApi.MediaSettings(60, new RelayApi.AudioSettings(8000, 1, 12_200)), publish.settings());
    }

    @Test
    void shouldNotTroubleClientsWithSettingsThatAreNotTheirs() {
        change(
                new ConfigEvents.Video(320, 240, 8, 32, 60_000, 1, 3, 3),
                new ConfigEvents.Audio(16_000, 1, 16, 11, 15_850),
                true);
        changeToBig();

        // The first of the two events has come before the second, and told nothing.
        assertEquals(new ServerEvent.ServerConfigUpdate(BIG), ann.next());
    }
}
