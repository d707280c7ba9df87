package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.runtime.ServiceLifecycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Direct connections, as a gateway passes on what clients and the room service say of them. */
class DirectIT {
    private static final UserId BEN = new UserId(-3);

    private final FakeDirect direct = new FakeDirect();
    private TestGateway gateway;
    private TestClient ann;
    private SessionId annSession;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        new ServiceLifecycle(gateway.bus)
                .serve(DirectApi.class, Addresses.DIRECT, direct)
                .toCompletionStage()
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);
        ann = gateway.client(TestClient.Transport.WEB_SOCKET);
        TestClient ben = gateway.client(TestClient.Transport.FRAMED);
        ReplyBody.LoggedIn login = ann.login("Ann");
        annSession = new SessionId(login.sessionId());
        ben.login("Ben");
        ann.enter(1);
        ben.enter(1);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void order(DirectApi.Order order) {
        gateway.api().direct(new DirectApi.DirectOrder(annSession, new RoomId(1), order));
    }

    private RelayApi.SelectMedia selected() throws InterruptedException {
        for (Record call = gateway.relay.calls.poll(15, TimeUnit.SECONDS);
                call != null;
                call = gateway.relay.calls.poll(15, TimeUnit.SECONDS)) {
            if (call instanceof RelayApi.SelectMedia select) {
                return select;
            }
        }
        throw new AssertionError("the relay was told nothing");
    }

    @Test
    void shouldPassOnWhatAClientSays() throws InterruptedException {
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Policy(id, 3, true)));
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Connect(id, -3)));
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Signal(id, -3, 7, "v=0")));
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Report(id, -3, 7, P2pRequest.State.DIRECT)));

        assertEquals(new DirectApi.Ready(annSession, 3, "127.0.0.1", false, true), direct.next());
        assertEquals(new DirectApi.Connect(annSession, BEN), direct.next());
        assertEquals(new DirectApi.Signal(annSession, BEN, 7, "v=0"), direct.next());
        assertEquals(new DirectApi.Report(annSession, BEN, 7, DirectApi.State.DIRECT), direct.next());
    }

    @Test
    void shouldPassOnWhatTheServiceDecides() {
        order(new DirectApi.Try(BEN, 7, true));
        order(new DirectApi.Deliver(BEN, 7, "v=0"));
        order(new DirectApi.Upload(false));
        order(new DirectApi.Close(BEN, 7, 2_000));
        order(new DirectApi.Explore(true));

        assertEquals(new ServerEvent.P2pTry(-3, 7, true), ann.next(ServerEvent.P2pTry.class));
        assertEquals(new ServerEvent.P2pSignal(-3, 7, "v=0"), ann.next(ServerEvent.P2pSignal.class));
        assertEquals(new ServerEvent.RelayUpload(false), ann.next(ServerEvent.RelayUpload.class));
        assertEquals(new ServerEvent.P2pClose(-3, 7, 2_000), ann.next(ServerEvent.P2pClose.class));
        assertEquals(new ServerEvent.P2pNetwork(true), ann.next(ServerEvent.P2pNetwork.class));
    }

    @Test
    void shouldTellOfAConnectionByEventAndUserState() {
        order(new DirectApi.Connection(BEN, true, ""));

        assertEquals(new ServerEvent.P2pConnectState(-3, 2, ""), ann.next(ServerEvent.P2pConnectState.class));
        assertEquals(2L, p2pState(Limits.ONESELF));
        assertEquals(2L, p2pState(-3));

        order(new DirectApi.Connection(BEN, false, "broken"));

        assertEquals(new ServerEvent.P2pConnectState(-3, 0, "broken"), ann.next(ServerEvent.P2pConnectState.class));
        assertEquals(0L, p2pState(-3));
    }

    @Test
    void shouldSayHowAClientTakesPartInTrees() throws InterruptedException {
        P2pRequest.Mesh said = new P2pRequest.Mesh(P2pRequest.Forwards.PACKETS, 6_000_000, "k".repeat(43));

        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Policy(id, 1, true, said)));
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Report(id, -3, 7, P2pRequest.State.STARVED)));

        DirectApi.Mesh mesh = new DirectApi.Mesh(DirectApi.Forwards.PACKETS, 6_000_000, "k".repeat(43));
        assertEquals(new DirectApi.Ready(annSession, 1, "127.0.0.1", false, true, mesh), direct.next());
        assertEquals(new DirectApi.Report(annSession, BEN, 7, DirectApi.State.STARVED), direct.next());
    }

    @Test
    void shouldPassOnWhatAClientHasFoundOutAndTellAnotherService() throws InterruptedException {
        P2pRequest.Mesh said = new P2pRequest.Mesh(P2pRequest.Forwards.NONE, 6_000_000, "");
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Policy(id, 1, true, said)));
        TestClient.expectSuccess(ann.request(id ->
                new P2pRequest.Network(id, P2pRequest.Dependence.INDEPENDENT, P2pRequest.Dependence.UNKNOWN, true, 0)));
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Report(id, -3, 7, P2pRequest.State.CONNECTED, 12)));

        DirectApi.Nat nat = new DirectApi.Nat(DirectApi.Dependence.INDEPENDENT, DirectApi.Dependence.UNKNOWN, true);
        direct.next();
        assertEquals(new DirectApi.Network(annSession, nat, 0, 0), direct.next());
        assertEquals(new DirectApi.Report(annSession, BEN, 7, DirectApi.State.CONNECTED, 12), direct.next());

        DirectApi.Network shown = seen();
        assertEquals(new DirectApi.Network(annSession, nat, 0, shown.ageMs()), shown, "what operators see");

        gateway.bus
                .publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceEvents.ServiceStarted(Addresses.ROOM));

        assertEquals(DirectApi.Ready.class, direct.next().getClass());
        DirectApi.Network again = (DirectApi.Network) direct.next();
        assertEquals(new DirectApi.Network(annSession, nat, 0, again.ageMs()), again);
    }

    private DirectApi.Network seen() {
        GatewayAdminApi admin = gateway.bus.proxy(GatewayAdminApi.class, Addresses.gatewayAdmin(TestGateway.NODE));
        return TestGateway.await(admin.clients(new GatewayAdminApi.ListClients(0, 1, "Ann", null)))
                .clients()
                .get(0)
                .network();
    }

    @Test
    void shouldRefuseWhatNoNetworkHas() {
        assertEquals(
                21,
                ann.request(id -> new P2pRequest.Network(
                                id, P2pRequest.Dependence.PORT, P2pRequest.Dependence.PORT, true, Limits.UP_BPS + 1))
                        .code());
        assertEquals(
                21,
                ann.request(id -> new P2pRequest.Report(id, -3, 7, P2pRequest.State.CONNECTED, Limits.DELAY_MS + 1))
                        .code());
    }

    /** By whom Ben gets a stream that comes from Ann is nothing that Ann is told. */
    @Test
    void shouldTellByUserStateHowMediaGoesBetweenTwo() {
        UserId anns = new UserId(-2);
        UserId other = new UserId(9);
        direct.routes = List.of(
                new DirectApi.Route(BEN, anns, DirectApi.Way.DIRECT, 1_000, "", other, 2),
                new DirectApi.Route(anns, BEN, DirectApi.Way.DIRECT, 2_000, "", other, 3));

        ReplyBody.QueriedState told = p2p(-3);

        assertEquals(
                List.of(
                        new ReplyBody.UserRoute(-3, -2, ReplyBody.Way.DIRECT, 1_000, "", 9, 2),
                        new ReplyBody.UserRoute(-2, -3, ReplyBody.Way.DIRECT, 2_000, "", null, 3)),
                told.routes());
        direct.routes = List.of(new DirectApi.Route(anns, BEN, DirectApi.Way.RELAY, 2_000, "withheld", null, 0));
        assertEquals("tree", p2p(-3).routes().get(0).reason(), "what an operator does to Ben is not Ann's to know");
        direct.away = true;
        assertEquals(new ReplyBody.QueriedState(11, 0L, null), p2p(-3), "what nobody can be asked is left out");
    }

    /** As many closes as there are edges, each by its number. */
    @Test
    void shouldKeepTwoEdgesWithOneUserApart() {
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Policy(id, 1, true)));
        DirectApi.Stream stream = new DirectApi.Stream(BEN, 2, 0, false, "k".repeat(43));
        order(new DirectApi.Try(BEN, 7, true, new DirectApi.Stream(new UserId(-2), 1, 0, true, "")));
        order(new DirectApi.Try(BEN, 8, false, stream));
        order(new DirectApi.Try(BEN, 9, false, stream));
        order(new DirectApi.Retime(8, 3, 1));
        order(new DirectApi.Close(BEN, 9, 500));

        ServerEvent.Stream sent = new ServerEvent.Stream(-2, 1, 0, true, "");
        assertEquals(new ServerEvent.P2pTry(-3, 7, true, sent), ann.next(ServerEvent.P2pTry.class));
        ServerEvent.Stream got = new ServerEvent.Stream(-3, 2, 0, false, "k".repeat(43));
        assertEquals(new ServerEvent.P2pTry(-3, 8, false, got), ann.next(ServerEvent.P2pTry.class));
        assertEquals(new ServerEvent.P2pStream(8, 3, 1), ann.next(ServerEvent.P2pStream.class));
        assertEquals(new ServerEvent.P2pClose(-3, 9, 500), ann.next(ServerEvent.P2pClose.class));

        gateway.bus
                .publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceEvents.ServiceStarted(Addresses.ROOM));

        int first = ann.next(ServerEvent.P2pClose.class).attempt();
        int second = ann.next(ServerEvent.P2pClose.class).attempt();
        assertEquals(Set.of(7, 8), Set.of(first, second));
    }

    private long p2pState(int user) {
        return p2p(user).number();
    }

    private ReplyBody.QueriedState p2p(int user) {
        Reply reply = TestClient.expectSuccess(ann.request(id -> new ClientRequest.QueryUserState(id, user, 11)));
        return (ReplyBody.QueriedState) reply.body();
    }

    @Test
    void shouldHaveTheRelayLeaveOutWhatComesDirectlyWhateverTheClientSelects() throws InterruptedException {
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));

        order(new DirectApi.Receive(BEN, true));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true).elsewhere(true), selected());

        TestClient.expectSuccess(ann.request(id -> new ClientRequest.SelectMedia(id, -3, true, true, true, 360)));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true, true, 360, true), selected());

        order(new DirectApi.Receive(BEN, false));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true, true, 360, false), selected());
    }

    @Test
    void shouldTellARelayOfThatAgainThatTheClientSubscribesAt() throws InterruptedException {
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));
        order(new DirectApi.Receive(BEN, true));
        selected();

        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));

        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true).elsewhere(true), selected());
    }

    /** The end of the connection before comes after the client has subscribed anew. */
    @Test
    void shouldHaveTheRelaySendAgainWhateverBecameOfConnections() throws InterruptedException {
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));
        order(new DirectApi.Receive(BEN, true));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true).elsewhere(true), selected());
        gateway.api()
                .mediaState(new GatewayApi.MediaState(
                        FakeRooms.RELAY,
                        annSession,
                        RelayApi.Direction.SUBSCRIBE,
                        GatewayApi.State.CLOSED,
                        0,
                        "the client has closed it"));

        order(new DirectApi.Receive(BEN, false));

        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true), selected());
    }

    /** What the relay is told because of a decision is not what the client wanted before. */
    @Test
    void shouldHaveTheRelaySendWhatIsSelectedWhileItHasNotAnsweredYet() throws Exception {
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));
        Promise<Void> answers = Promise.promise();
        gateway.relay.ready = answers.future();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> ann.request(id -> new ClientRequest.SelectMedia(id, -3, false, true, false, 0)));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, false, true), selected());

        order(new DirectApi.Receive(BEN, true));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, false, true).elsewhere(true), selected());
        order(new DirectApi.Receive(BEN, false));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, false, true), selected());

        answers.complete();
        TestClient.expectSuccess(reply.get(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldForgetWhatTheRelayRefuses() throws InterruptedException {
        TestClient.expectSuccess(ann.request(ClientRequest.Subscribe::new));
        gateway.relay.ready = Future.failedFuture(new ServiceException(ServiceError.BAD_PARAMETER, "refused"));
        ann.request(id -> new ClientRequest.SelectMedia(id, -3, false, true, false, 0));
        assertEquals(new RelayApi.SelectMedia(annSession, BEN, false, true), selected());
        gateway.relay.ready = Future.succeededFuture();

        order(new DirectApi.Receive(BEN, false));

        assertEquals(new RelayApi.SelectMedia(annSession, BEN, true, true), selected());
    }

    @Test
    void shouldLeaveAloneWhatIsAboutARoomBefore() {
        gateway.api().direct(new DirectApi.DirectOrder(annSession, new RoomId(2), new DirectApi.Try(BEN, 6, true)));
        order(new DirectApi.Try(BEN, 7, true));

        assertEquals(new ServerEvent.P2pTry(-3, 7, true), ann.next(ServerEvent.P2pTry.class));
    }

    /** An operator who read of success would not know that nothing has come of it. */
    @Test
    void shouldNotReportAMuteThatTheRoutesDoNotHearOf() throws InterruptedException {
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Policy(id, 1, true)));
        direct.next();
        direct.away = true;
        GatewayAdminApi admin = gateway.bus.proxy(GatewayAdminApi.class, Addresses.gatewayAdmin(TestGateway.NODE));
        Future<Done> muted =
                admin.mute(new GatewayAdminApi.MuteClient(annSession, new GatewayAdminApi.MuteChange(true, null)));

        assertThrows(AssertionError.class, () -> TestGateway.await(muted));
        direct.away = false;
        assertEquals(new DirectApi.Withhold(annSession, true), direct.next());
    }

    @Test
    void shouldTellThatAConnectionIsOverWhereTheServiceIsAnotherOne() {
        TestClient.expectSuccess(ann.request(id -> new P2pRequest.Policy(id, 1, true)));
        order(new DirectApi.Try(BEN, 7, true));
        order(new DirectApi.Connection(BEN, true, ""));
        assertEquals(new ServerEvent.P2pConnectState(-3, 2, ""), ann.next(ServerEvent.P2pConnectState.class));

        gateway.bus
                .publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                .started(new ServiceEvents.ServiceStarted(Addresses.ROOM));

        assertEquals(new ServerEvent.P2pConnectState(-3, 0, "anew"), ann.next(ServerEvent.P2pConnectState.class));
        assertEquals(0L, p2pState(Limits.ONESELF));
    }

    /** The room service, which decides nothing here. */
    private static final class FakeDirect implements DirectApi {
        private final BlockingQueue<Object> calls = new LinkedBlockingQueue<>();
        private volatile boolean away;
        private volatile List<Route> routes = List.of();

        Object next() throws InterruptedException {
            return calls.poll(15, TimeUnit.SECONDS);
        }

        private Future<Done> take(Object call) {
            calls.add(call);
            return Future.succeededFuture(Done.DONE);
        }

        @Override
        public Future<Done> ready(Ready request) {
            return take(request);
        }

        @Override
        public Future<Done> network(Network request) {
            return take(request);
        }

        @Override
        public Future<Done> withhold(Withhold request) {
            return away
                    ? Future.failedFuture(new ServiceException(ServiceError.SERVICE_CLOSED, "away"))
                    : take(request);
        }

        @Override
        public Future<Done> connect(Connect request) {
            return take(request);
        }

        @Override
        public Future<Done> signal(Signal request) {
            return take(request);
        }

        @Override
        public Future<Done> report(Report request) {
            return take(request);
        }

        @Override
        public Future<RouteList> routes(ReadRoutes request) {
            List<Route> found = routes.stream()
                    .filter(route ->
                            route.from().equals(request.from()) && route.to().equals(request.to()))
                    .toList();
            return away
                    ? Future.failedFuture(new ServiceException(ServiceError.SERVICE_CLOSED, "away"))
                    : Future.succeededFuture(new RouteList(found, found.size(), List.of()));
        }
    }
}
