package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.testsupport.RefusingPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links that a scripted server cuts, and what the client does about it. */
@Timeout(60)
class ReconnectionIT {
    private static final User ANN = new User(-2, "Ann", 0, 0, 0, 5);

    private final BlockingQueue<ClientRequest> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<ProtocolServer.Peer> peers = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile int resumeCode;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private ProtocolServer server() throws IOException {
        ProtocolServer server = ProtocolServer.start(this::answer);
        opened.add(0, server);
        return server;
    }

    private void answer(ClientRequest request, ProtocolServer.Peer peer) {
        asked.add(request);
        if (request instanceof ClientRequest.Login login) {
            peer.reply(request, loggedIn(login.name(), "token 1"));
        } else if (request instanceof ClientRequest.Resume && resumeCode == 0) {
            ReplyBody.ResumedRoom room = new ReplyBody.ResumedRoom(1, "Demo", 3, List.of(ANN), true);
            peer.reply(
                    request,
                    new ReplyBody.Resumed(loggedIn("Ann", "token 2"), ANN, room, List.of(), List.of(), List.of(), 0));
        } else if (request instanceof ClientRequest.Resume) {
            peer.send(Reply.failure(request.id(), resumeCode, "scripted"));
        } else if (request instanceof ClientRequest.SendText) {
            peer.reply(request, ReplyBody.EMPTY);
        } else {
            ProtocolServer.greet(request, peer);
        }
        if (request instanceof ClientRequest.Connect) {
            peers.add(peer);
        }
    }

    private static ReplyBody.LoggedIn loggedIn(String name, String token) {
        return new ReplyBody.LoggedIn(-2, name, 0, "s1", token, 30, List.of());
    }

    private AnyChatClientBuilder builder(int port) {
        return AnyChatClient.builder().server("127.0.0.1", port).listener(new AnyChatListener() {
            @Override
            public void onReconnecting(ServerEvent.LinkClose event) {
                heard.add(event);
            }

            @Override
            public void onReconnected(Reconnected event) {
                heard.add(event);
            }

            @Override
            public void onTextMessage(ServerEvent.TextMessage event) {
                heard.add(event);
            }

            @Override
            public void onLinkClose(ServerEvent.LinkClose event) {
                heard.add("closed with " + event.code());
            }
        });
    }

    private AnyChatClient inRoom(AnyChatClientBuilder builder) throws Exception {
        AnyChatClient client = builder.build();
        opened.add(0, client);
        get(client.connect());
        get(client.login("Ann", "secret"));
        get(client.enterRoom(1, ""));
        return client;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private Object nextHeard() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private <T extends ClientRequest> T nextAsked(Class<T> kind) throws InterruptedException {
        ClientRequest request = asked.poll(20, TimeUnit.SECONDS);
        while (!kind.isInstance(request)) {
            request = asked.poll(20, TimeUnit.SECONDS);
        }
        return kind.cast(request);
    }

    @Test
    void shouldGoToAnotherServerWhenItsOwnTakesConnectionsButSaysNothing() throws Exception {
        AtomicBoolean frozen = new AtomicBoolean();
        BlockingQueue<ClientRequest> askedOfFrozen = new LinkedBlockingQueue<>();
        ProtocolServer first = ProtocolServer.start((request, peer) -> {
            if (frozen.get()) {
                askedOfFrozen.add(request);
            } else if (request instanceof ClientRequest.Connect) {
                peer.reply(request, ProtocolServer.connected(1, false));
            } else {
                answer(request, peer);
            }
        });
        opened.add(0, first);
        inRoom(builder(first.port()).otherServer("127.0.0.1", server().port()));
        frozen.set(true);

        assertEquals("token 1", nextAsked(ClientRequest.Resume.class).token());
        assertEquals(
                100, assertInstanceOf(ServerEvent.LinkClose.class, nextHeard()).code());
        assertTrue(assertInstanceOf(Reconnected.class, nextHeard()).resumed());
        assertTrue(askedOfFrozen.stream().noneMatch(ClientRequest.Connect.class::isInstance), "not asked again");
    }

    @Test
    void shouldTakeItsSessionUpWithWhatItHasGot() throws Exception {
        inRoom(builder(server().port()));
        ProtocolServer.Peer peer = peers.take();
        peer.send(new ServerEvent.TextMessage(-3, -1, false, "counted"));
        peer.send(new ServerEvent.CameraState(2, -3, 2));
        assertInstanceOf(ServerEvent.TextMessage.class, nextHeard());

        peer.drop();

        ClientRequest.Resume resume = nextAsked(ClientRequest.Resume.class);
        assertEquals("token 1", resume.token());
        assertEquals(1, resume.received());
        assertEquals(
                101, assertInstanceOf(ServerEvent.LinkClose.class, nextHeard()).code());
        Reconnected back = assertInstanceOf(Reconnected.class, nextHeard());
        assertTrue(back.resumed());
        assertEquals(3, back.room().version());

        peers.take().drop();

        ClientRequest.Resume again = nextAsked(ClientRequest.Resume.class);
        assertEquals("token 2", again.token());
        assertEquals(3L, again.version());
    }

    @Test
    void shouldCountItsAttempts() throws Exception {
        inRoom(builder(server().port()));
        resumeCode = 58;
        peers.take().drop();
        List<Integer> attempts = new ArrayList<>();
        attempts.add(nextAsked(ClientRequest.Resume.class).attempt());
        attempts.add(nextAsked(ClientRequest.Resume.class).attempt());
        resumeCode = 0;
        assertInstanceOf(ServerEvent.LinkClose.class, nextHeard());
        assertInstanceOf(Reconnected.class, nextHeard());
        asked.drainTo(new ArrayList<>());
        peers.forEach(ProtocolServer.Peer::drop);

        int again = nextAsked(ClientRequest.Resume.class).attempt();

        assertEquals(List.of(1, 2), attempts);
        assertTrue(again > 2, "the count goes on: " + again);
    }

    @Test
    void shouldSendWhatWaitedForTheLink() throws Exception {
        AnyChatClient client = inRoom(builder(server().port()));
        resumeCode = 58;
        peers.take().drop();
        assertInstanceOf(ServerEvent.LinkClose.class, nextHeard());
        CompletableFuture<Void> waiting = client.sendText(AnyChatClient.EVERYBODY, false, "later");
        nextAsked(ClientRequest.Resume.class);

        resumeCode = 0;

        get(waiting);
        assertEquals("later", nextAsked(ClientRequest.SendText.class).text());
    }

    @Test
    void shouldFailWhatIsTooMuchToWait() throws Exception {
        AnyChatClient client = inRoom(builder(server().port()));
        resumeCode = 58;
        peers.take().drop();
        assertInstanceOf(ServerEvent.LinkClose.class, nextHeard());
        for (int request = 0; request < 64; request++) {
            CompletableFuture<Void> unused = client.sendText(AnyChatClient.EVERYBODY, false, "waits");
        }

        CompletableFuture<Void> tooMuch = client.sendText(AnyChatClient.EVERYBODY, false, "does not");

        ExecutionException failure = assertThrows(ExecutionException.class, () -> tooMuch.get(20, TimeUnit.SECONDS));
        assertEquals(62, ((AnyChatException) failure.getCause()).code());
    }

    @Test
    void shouldLogInAnewWhereTheTokenIsGoodForNothing() throws Exception {
        AnyChatClient client = inRoom(builder(server().port()));
        resumeCode = 8;
        asked.clear();

        peers.take().drop();

        ClientRequest.Login login = nextAsked(ClientRequest.Login.class);
        assertEquals("secret", login.password());
        assertInstanceOf(ServerEvent.LinkClose.class, nextHeard());
        assertFalse(assertInstanceOf(Reconnected.class, nextHeard()).resumed());
        get(client.enterRoom(1, ""));
    }

    @Test
    void shouldTryTheNextServerWhereOneIsNotThere() throws Exception {
        RefusingPort nobody = RefusingPort.open();
        opened.add(nobody);
        ProtocolServer second = server();
        AnyChatClient client = inRoom(builder(nobody.port()).otherServer("127.0.0.1", second.port()));
        peers.take().drop();

        assertInstanceOf(ServerEvent.LinkClose.class, nextHeard());
        assertTrue(assertInstanceOf(Reconnected.class, nextHeard()).resumed());
        get(client.sendText(AnyChatClient.EVERYBODY, false, "here"));
    }

    @Test
    void shouldTellOnlyThatTheLinkIsGoneWhereTheApplicationWantsSo() throws Exception {
        inRoom(builder(server().port()).autoReconnect(false));

        peers.take().drop();

        assertEquals("closed with 101", nextHeard());
    }

    @Test
    void shouldNotComeBackWhereItWasKicked() throws Exception {
        inRoom(builder(server().port()));

        peers.take().send(new ServerEvent.LinkClose(211, "kicked"));

        assertEquals("closed with 211", nextHeard());
    }

    @Test
    void shouldLogOutWhenItIsClosed() throws Exception {
        AnyChatClient client = inRoom(builder(server().port()));

        client.close();

        nextAsked(ClientRequest.Logout.class);
    }
}
