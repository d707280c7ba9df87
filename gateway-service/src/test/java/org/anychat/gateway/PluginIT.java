package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.GatewayApi.FilterDelivery;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients and the server plug-in have with each other. */
class PluginIT {
    private TestGateway gateway;
    private final FakeFilter plugin = new FakeFilter();

    @BeforeEach
    void start(@TempDir Path directory) {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        TestGateway.await(gateway.bus.serve(FilterApi.class, Addresses.FILTER, plugin));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void shouldCarryBytesToThePlugin() throws InterruptedException {
        TestClient ann = gateway.client(TestClient.Transport.WEB_SOCKET);
        ReplyBody.LoggedIn login = ann.login("Ann");
        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SdkFilterData(id, new byte[] {1, 2})));
        FilterApi.FilterData data = plugin.data.poll(20, TimeUnit.SECONDS);
        assertEquals(new SessionId(login.sessionId()), data.session());
        assertEquals(Buffer.buffer(new byte[] {1, 2}), data.data());
    }

    @Test
    void shouldCarryBytesFromThePlugin() {
        TestClient ann = gateway.client();
        ReplyBody.LoggedIn login = ann.login("Ann");
        gateway.api().filterData(new FilterDelivery(new SessionId("nobody"), Buffer.buffer("lost")));
        gateway.api().filterData(new FilterDelivery(new SessionId(login.sessionId()), Buffer.buffer("hello")));
        assertArrayEquals(
                "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                ann.next(ServerEvent.SdkFilterData.class).data());
    }

    @Test
    void shouldTellWhyThePluginTakesNothing() {
        TestClient ann = gateway.client();
        ann.login("Ann");
        plugin.refusal = new ServiceException(ServiceError.SERVER_SDK_FAIL, "there is no plug-in");
        assertEquals(
                206,
                ann.request(id -> new ClientRequest.SdkFilterData(id, new byte[] {1}))
                        .code());
    }

    @Test
    void shouldTakeBytesOnlyOfWhoIsLoggedIn() {
        TestClient ann = gateway.client().connect();
        assertEquals(
                208,
                ann.request(id -> new ClientRequest.SdkFilterData(id, new byte[] {1}))
                        .code());
        assertEquals(0, plugin.data.size());
    }

    @Test
    void shouldGiveTheClientAPluginsCodeUnchanged() {
        gateway.auth.refusal = ServiceException.ofCode(90_001, "members only");
        TestClient ann = gateway.client().connect();
        Reply reply = ann.request(id -> new ClientRequest.Login(id, "Ann", "x"));
        assertEquals(90_001, reply.code());
        assertEquals("members only", reply.message());
    }

    private static final class FakeFilter implements FilterApi {
        private final BlockingQueue<FilterData> data = new LinkedBlockingQueue<>();
        private volatile ServiceException refusal;

        @Override
        public Future<Done> filterData(FilterData request) {
            data.add(request);
            return refusal == null ? Future.succeededFuture(Done.DONE) : Future.failedFuture(refusal);
        }

        @Override
        public Future<Done> prepareEnterRoom(PrepareEnterRoom request) {
            throw new IllegalStateException("not the gateway's to ask");
        }

        @Override
        public void entered(UserEntered event) {
            throw new IllegalStateException("not the gateway's to say");
        }

        @Override
        public void left(UserLeft event) {
            throw new IllegalStateException("not the gateway's to say");
        }

        @Override
        public void text(FilterText event) {
            throw new IllegalStateException("not the gateway's to say");
        }
    }
}
