package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferRequest;
import org.anychat.testsupport.RefusingPort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnyChatClientIT {
    private static ClientRuntime runtime;

    private final EventRecorder events = new EventRecorder();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Also loads what the first connection of a process loads, so that short timeouts do not have to wait for it. */
    @BeforeAll
    static void startRuntime() throws Exception {
        runtime = ClientRuntime.create(1);
        try (ProtocolServer server = ProtocolServer.start(ProtocolServer::greet);
                AnyChatClient client = AnyChatClient.builder()
                        .server("127.0.0.1", server.port())
                        .runtime(runtime)
                        .build()) {
            get(client.connect());
        }
    }

    @AfterAll
    static void closeRuntime() {
        runtime.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    @Test
    void shouldConnectLogInAndEnter() throws Exception {
        AnyChatClient client = client(server(ProtocolServer::greet));

        ReplyBody.Connected connected = get(client.connect());
        ReplyBody.LoggedIn ann = get(client.login("Ann", ""));
        ReplyBody.Room room = get(client.enterRoom(1, ""));

        assertEquals("test", connected.server());
        assertEquals(320, connected.config().video().width());
        assertEquals(-2, ann.userId());
        assertEquals(1, room.roomId());
        assertEquals("Ann", room.users().get(0).name());
    }

    /** The server takes a choice as a whole: half of one must not undo the other half. */
    @Test
    void shouldKeepTheRestOfWhatWasChosenOfAUser() throws Exception {
        BlockingQueue<ClientRequest.SelectMedia> requests = new LinkedBlockingQueue<>();
        AtomicInteger code = new AtomicInteger();
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.SelectMedia select) {
                requests.add(select);
            }
            if (code.get() != 0) {
                peer.send(Reply.failure(request.id(), code.get(), null));
            } else if (!(request instanceof ClientRequest.Connect)) {
                peer.reply(request, ReplyBody.EMPTY);
            }
        }));
        get(client.connect());

        get(client.selectMedia(-3, true, false));
        get(client.preferVideo(-3, true, 720));
        get(client.preferVideo(-4, true, 0));
        get(client.selectMedia(-3, false, false));
        code.set(309);
        assertThrows(ExecutionException.class, () -> get(client.selectMedia(-3, true, true)));
        code.set(0);
        get(client.preferVideo(-3, false, 90));
        get(client.leaveRoom());
        get(client.preferVideo(-3, true, 180));

        List<ClientRequest.SelectMedia> sent = requests.stream()
                .map(one -> new ClientRequest.SelectMedia(
                        0, one.userId(), one.video(), one.audio(), one.first(), one.height()))
                .toList();
        assertEquals(
                List.of(
                        new ClientRequest.SelectMedia(0, -3, true, false, false, 0),
                        new ClientRequest.SelectMedia(0, -3, true, false, true, 720),
                        new ClientRequest.SelectMedia(0, -4, true, true, true, 0),
                        new ClientRequest.SelectMedia(0, -3, false, false, true, 720),
                        new ClientRequest.SelectMedia(0, -3, true, true, true, 720),
                        new ClientRequest.SelectMedia(0, -3, false, false, false, 90),
                        new ClientRequest.SelectMedia(0, -3, true, true, true, 180)),
                sent);
    }

    @Test
    void shouldCarryEveryRequestWithItsFields() throws Exception {
        BlockingQueue<ClientRequest> requests = new LinkedBlockingQueue<>();
        AnyChatClient client = client(server((request, peer) -> {
            requests.add(request);
            ProtocolServer.greet(request, peer);
            if (!(request instanceof ClientRequest.Connect)) {
                peer.reply(request, ReplyBody.EMPTY);
            }
        }));
        get(client.connect());
        requests.take();

        get(client.setCamera(DeviceState.OPEN));
        get(client.setMicrophone(DeviceState.CLOSED));
        get(client.selectMedia(-3, true, false));
        get(client.limitVideos(4));
        get(client.sendText(AnyChatClient.EVERYBODY, false, "hello"));
        byte[] bytes = {1, 2, 3};
        get(client.transBuffer(-3, bytes));
        get(client.sendSdkFilterData(bytes));
        get(client.leaveRoom());
        get(client.logout());

        assertEquals(
                2,
                assertInstanceOf(ClientRequest.SetCamera.class, requests.take()).state());
        assertEquals(
                1,
                assertInstanceOf(ClientRequest.SetMicrophone.class, requests.take())
                        .state());
        ClientRequest.SelectMedia select = assertInstanceOf(ClientRequest.SelectMedia.class, requests.take());
        assertEquals(new ClientRequest.SelectMedia(select.id(), -3, true, false, false, 0), select);
        assertEquals(
                4,
                assertInstanceOf(ClientRequest.LimitVideos.class, requests.take())
                        .videos());
        ClientRequest.SendText text = assertInstanceOf(ClientRequest.SendText.class, requests.take());
        assertEquals(new ClientRequest.SendText(text.id(), -1, false, "hello"), text);
        assertArrayEquals(
                bytes,
                assertInstanceOf(TransferRequest.TransBuffer.class, requests.take())
                        .data());
        assertArrayEquals(
                bytes,
                assertInstanceOf(ClientRequest.SdkFilterData.class, requests.take())
                        .data());
        assertInstanceOf(ClientRequest.LeaveRoom.class, requests.take());
        assertInstanceOf(ClientRequest.Logout.class, requests.take());
    }

    @Test
    void shouldListRoomsAndSnapshot() throws Exception {
        ReplyBody.Room room = new ReplyBody.Room(7, "Seven", 12, List.of(), false);
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.Rooms) {
                peer.reply(request, new ReplyBody.Rooms(List.of(new ReplyBody.RoomLine(7, "Seven", 3, true))));
            } else if (request instanceof ClientRequest.RoomSnapshot) {
                peer.reply(request, room);
            } else if (request instanceof ClientRequest.EnterRoomEx) {
                peer.reply(request, room);
            }
        }));
        get(client.connect());

        assertEquals(List.of(new ReplyBody.RoomLine(7, "Seven", 3, true)), get(client.rooms()));
        assertEquals(room, get(client.snapshot()));
        assertEquals(room, get(client.enterRoomEx("Seven", "")));
    }

    @Test
    void shouldTellEventsInOrder() throws Exception {
        List<ServerEvent> sent = List.of(
                new ServerEvent.OnlineUser(1, 2),
                new ServerEvent.UserAtRoom(1, 3, -3, false, null, 101),
                new ServerEvent.CameraState(4, -4, 2),
                new ServerEvent.MicStateChange(5, -4, 1),
                new ServerEvent.TextMessage(-4, -1, false, "hi"),
                new ServerEvent.MediaState(ServerEvent.Direction.PUBLISH, ServerEvent.State.CONNECTED, 0, ""));
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            sent.forEach(peer::send);
            peer.send(new ServerEvent.TransBuffer(-4, new byte[] {9}));
            peer.send(new ServerEvent.SdkFilterData(new byte[] {10}));
        }));

        get(client.connect());

        for (ServerEvent event : sent) {
            assertEquals(event, events.next());
        }
        assertArrayEquals(new byte[] {9}, ((ServerEvent.TransBuffer) events.next()).data());
        assertArrayEquals(new byte[] {10}, ((ServerEvent.SdkFilterData) events.next()).data());
    }

    @Test
    void shouldFailWithTheServersCode() throws Exception {
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.Rooms) {
                peer.send(Reply.failure(request.id(), 208, "log in first"));
            } else if (request instanceof ClientRequest.RoomSnapshot) {
                peer.send(Reply.failure(request.id(), 9_001, null));
            }
        }));
        get(client.connect());

        AnyChatException known = failure(client.rooms());
        AnyChatException own = failure(client.snapshot());

        assertEquals(ErrorCode.NOTLOGIN, known.errorCode().orElseThrow());
        assertTrue(known.getMessage().endsWith("log in first"), known.getMessage());
        assertEquals(9_001, own.code());
        assertTrue(own.errorCode().isEmpty());
    }

    @Test
    void shouldFailWithoutALink() {
        AnyChatClient client = builder(1).build();

        assertEquals(ErrorCode.NOTINIT, code(client.login("Ann", "")));
    }

    @Test
    void shouldFailWhenNobodyListens() {
        try (RefusingPort nobody = RefusingPort.open()) {
            assertEquals(
                    ErrorCode.CONNECT_SOCKETERR,
                    code(builder(nobody.port()).build().connect()));
        }
    }

    @Test
    void shouldFailARequestThatIsNotAnswered() throws Exception {
        ProtocolServer server = server(ProtocolServer::greet);
        AnyChatClient client = open(
                builder(server.port()).requestTimeout(Duration.ofSeconds(2)).build());
        get(client.connect());

        assertEquals(ErrorCode.CONNECT_TIMEOUT, code(client.rooms()));
        assertEquals(-2, get(client.login("Ann", "")).userId(), "the link is still good");
    }

    @Test
    void shouldFailWhatIsPendingWhenTheLinkBreaks() throws Exception {
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.RoomSnapshot) {
                peer.drop();
            }
        }));
        get(client.connect());

        CompletableFuture<?> rooms = client.rooms();
        CompletableFuture<?> snapshot = client.snapshot();

        assertEquals(ErrorCode.CONNECT_ABORT, code(rooms));
        assertEquals(ErrorCode.CONNECT_ABORT, code(snapshot));
        assertEquals(101, ((ServerEvent.LinkClose) events.next()).code());
        assertEquals(ErrorCode.NOTINIT, code(client.rooms()));
    }

    @Test
    void shouldConnectAgainAfterTheLinkBroke() throws Exception {
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.Rooms) {
                peer.drop();
            }
        }));
        get(client.connect());
        failure(client.rooms());
        events.next();

        get(client.connect());

        assertEquals(-2, get(client.login("Ann", "")).userId());
    }

    @Test
    void shouldTellWhyTheServerClosedTheLink() throws Exception {
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.Rooms) {
                peer.send(new ServerEvent.LinkClose(209, "logged in elsewhere"));
                peer.drop();
            }
        }));
        get(client.connect());

        assertEquals(209, failure(client.rooms()).code());
        assertEquals(new ServerEvent.LinkClose(209, "logged in elsewhere"), events.next());
        get(client.connect());
        assertTrue(events.isEmpty(), "the loss of a link is told once: " + events);
    }

    @Test
    void shouldCloseALinkThatDoesNotSpeakTheProtocol() throws Exception {
        AnyChatClient client = client(server((request, peer) -> {
            ProtocolServer.greet(request, peer);
            if (request instanceof ClientRequest.Rooms) {
                peer.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }));
        get(client.connect());

        assertEquals(ErrorCode.PROTOCOLFAIL, code(client.rooms()));
    }

    @Test
    void shouldSendHeartbeatsMoreOftenThanTheServerWants() throws Exception {
        BlockingQueue<ClientRequest> heartbeats = new LinkedBlockingQueue<>();
        AnyChatClient client = client(server((request, peer) -> {
            if (request instanceof ClientRequest.Heartbeat) {
                heartbeats.add(request);
                peer.reply(request, ReplyBody.EMPTY);
            } else {
                peer.reply(request, ProtocolServer.connected(1, false));
            }
        }));
        // Before it is connected, so that a thread that wakes late makes no time between heartbeats shorter.
        long begunNs = System.nanoTime();
        get(client.connect());

        heartbeats.take();
        heartbeats.take();

        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
        assertTrue(tookMs >= 900, "two heartbeats after " + tookMs + " ms");
    }

    @Test
    void shouldGiveUpALinkWhoseServerIsSilent() throws Exception {
        ProtocolServer server = server((request, peer) -> {
            if (request instanceof ClientRequest.Connect) {
                peer.reply(request, ProtocolServer.connected(1, false));
            }
        });
        AnyChatClient client = open(
                builder(server.port()).requestTimeout(Duration.ofSeconds(2)).build());
        get(client.connect());

        assertEquals(100, ((ServerEvent.LinkClose) events.next()).code());
    }

    @Test
    void shouldProveTheServerPassword() throws Exception {
        CompletableFuture<String> proof = new CompletableFuture<>();
        ProtocolServer server = server((request, peer) -> {
            if (request instanceof ClientRequest.Authenticate authenticate) {
                proof.complete(authenticate.proof());
                peer.reply(request, ReplyBody.EMPTY);
            } else {
                peer.reply(request, ProtocolServer.connected(10, true));
            }
        });
        AnyChatClient client =
                open(builder(server.port()).serverPassword("secret").build());

        get(client.connect());

        // printf 00112233 | openssl dgst -sha256 -hmac secret
        assertEquals("74048429dff3a803c20aab0ac4e0defe49675726f516e3c4b1b3e1c977589698", proof.get());
    }

    @Test
    void shouldFailConnectWhenTheServerPasswordIsWrong() throws Exception {
        ProtocolServer server = server((request, peer) -> {
            if (request instanceof ClientRequest.Authenticate) {
                peer.send(Reply.failure(request.id(), 102, null));
            } else {
                peer.reply(request, ProtocolServer.connected(10, true));
            }
        });
        AnyChatClient client =
                open(builder(server.port()).serverPassword("wrong").build());

        assertEquals(ErrorCode.CONNECT_AUTHFAIL, code(client.connect()));
        assertEquals(ErrorCode.NOTINIT, code(client.login("Ann", "")));
    }

    @Test
    void shouldRefuseASecondLink() throws Exception {
        AnyChatClient client = client(server(ProtocolServer::greet));
        get(client.connect());

        assertEquals(ErrorCode.FUNCNOTALLOW, code(client.connect()));
    }

    @Test
    void shouldFailWhatIsPendingWhenClosedAndTellNobody() throws Exception {
        AnyChatClient client = client(server(ProtocolServer::greet));
        get(client.connect());
        CompletableFuture<?> rooms = client.rooms();

        client.close();

        assertEquals(ErrorCode.CONNECT_SELFCLOSE, code(rooms));
        assertEquals(ErrorCode.FUNCNOTALLOW, code(client.connect()));
        assertTrue(events.isEmpty());
    }

    @Test
    void shouldCallBackOnTheExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
        opened.add(executor::shutdownNow);
        ProtocolServer server = server((request, peer) -> {
            peer.send(new ServerEvent.OnlineUser(1, 1));
            ProtocolServer.greet(request, peer);
        });
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        AnyChatListener listener = new AnyChatListener() {
            @Override
            public void onOnlineUser(ServerEvent.OnlineUser event) {
                threads.add(Thread.currentThread().getName());
            }
        };
        AnyChatClient client = open(builder(server.port())
                .listener(listener)
                .callbackExecutor(executor)
                .build());

        CompletableFuture<String> completed =
                client.connect().thenApply(connected -> Thread.currentThread().getName());

        assertEquals("callbacks", threads.take());
        assertTrue(List.of("callbacks", Thread.currentThread().getName()).contains(get(completed)));
    }

    @Test
    void shouldCloseItsOwnRuntime() throws Exception {
        ProtocolServer server = server(ProtocolServer::greet);
        AnyChatClient client =
                AnyChatClient.builder().server("127.0.0.1", server.port()).build();
        get(client.connect());
        client.close();

        // The close task runs on the loop before this one, or the loop refuses it: either way the client is closed.
        AnyChatException refused = failure(client.connect());

        assertTrue(List.of(20, 116).contains(refused.code()), refused.getMessage());
    }

    @Test
    void shouldSpeakTlsWithThePinnedCertificateOnly() throws Exception {
        TestCertificate own = TestCertificate.make();
        ProtocolServer server = open(ProtocolServer.start(own.sockets(), ProtocolServer::greet));

        assertSame(ErrorCode.SSLCERT_VERIFYFAIL, tlsCode(server, TlsTrust.system()));
        assertSame(
                ErrorCode.SSLCERT_VERIFYFAIL,
                tlsCode(server, TlsTrust.pinned(TestCertificate.make().certificate())));
        for (TlsTrust good : List.of(TlsTrust.pinned(own.certificate()), TlsTrust.trustAll())) {
            AnyChatClient client = open(builder(server.port()).tls(good).build());
            get(client.connect());
            assertEquals(-2, get(client.login("Ann", "")).userId());
        }
    }

    @Test
    void shouldRefuseAFingerprintThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> TlsTrust.pinned("AA:BB"));
    }

    private ErrorCode tlsCode(ProtocolServer server, TlsTrust trust) {
        return code(builder(server.port()).tls(trust).build().connect());
    }

    private ProtocolServer server(ProtocolServer.Behaviour behaviour) throws Exception {
        return open(ProtocolServer.start(behaviour));
    }

    private AnyChatClient client(ProtocolServer server) {
        return open(builder(server.port()).build());
    }

    private AnyChatClientBuilder builder(int port) {
        return AnyChatClient.builder()
                .server("127.0.0.1", port)
                .runtime(runtime)
                .listener(events);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static AnyChatException failure(CompletableFuture<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        return assertInstanceOf(AnyChatException.class, failed.getCause());
    }

    private static ErrorCode code(CompletableFuture<?> future) {
        return failure(future).errorCode().orElseThrow();
    }
}
