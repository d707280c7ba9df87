package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.anychat.contracts.MediaRoute;
import org.anychat.contracts.RelayApi.AdmitStream;
import org.anychat.contracts.RelayApi.StreamWay;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.media.StreamLimits;
import org.anychat.relay.media.StreamTickets;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.testsupport.CuttableProxy;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media by TCP (RFC 4571, RFC 6544) through a whole relay, and what strangers send to that port. */
class RelayTcpIT {
    private static final int PATIENCE_MS = 20_000;

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(2);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** What the relay has said of one connection. */
    private record Told(String ufrag, String password) {
        static Told of(String sdp) {
            return new Told(line(sdp, "a=ice-ufrag:"), line(sdp, "a=ice-pwd:"));
        }

        private static String line(String sdp, String prefix) {
            return sdp.lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElseThrow();
        }

        /** A check of a client whose own name is of no matter here. */
        byte[] check(String clientUfrag) {
            byte[] buffer = new byte[512];
            StunMessage request = new StunMessage(
                    StunMessageType.BINDING_REQUEST,
                    TransactionId.random(TestPeer.RANDOM),
                    List.of(
                            new Username(ufrag + ":" + clientUfrag),
                            new IceControlling(1),
                            new Priority(1_853_817_087)));
            return Arrays.copyOf(buffer, request.encode(buffer, 0, MessageIntegrity.shortTerm(password)));
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress port = world.verticle.tcpAddress();
        Socket socket = new Socket(port.getAddress(), port.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static byte[] framed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(content.length);
        out.write(content);
        return bytes.toByteArray();
    }

    private static byte[] answer(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[in.readUnsignedShort()];
        in.readFully(frame);
        return frame;
    }

    private static void assertCloses(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            assertTrue(reset.getMessage() != null, "what had not been read when it was closed resets it");
        }
    }

    private void awaitCount(RelayCounter counter, long count) {
        world.signal.await(
                () -> counter + " is " + world.counter(counter) + ", not " + count,
                () -> world.counter(counter) >= count);
    }

    private void awaitNoConnections() {
        world.signal.await(
                () -> world.counter(RelayCounter.STREAMS_OPENED) + " opened, "
                        + world.counter(RelayCounter.STREAMS_CLOSED) + " closed",
                () -> world.counter(RelayCounter.STREAMS_OPENED) == world.counter(RelayCounter.STREAMS_CLOSED));
    }

    @Test
    void shouldCarryMediaBetweenClientsOfBothKindsInRoomsOfEveryLoop() {
        for (int room = 1; room <= 4; room++) {
            world.tcpAlone = true;
            TestPublisher publisher = world.publisher(world.peer(room)).publish("VP8");
            String track = publisher.videoTrack();
            TestViewer byTcp = world.viewer(world.peer(room)).subscribe().answerUntil(track, true);
            world.tcpAlone = false;
            TestViewer byUdp = world.viewer(world.peer(room)).subscribe().answerUntil(track, true);
            publisher.sendVideo(true, 1);
            IntStream.rangeClosed(2, 100).forEach(i -> publisher.sendVideo(false, i));

            for (TestViewer viewer : List.of(byTcp, byUdp)) {
                viewer.awaitNumber(viewer.ssrc(track), number -> number == 100);
                assertEquals(100, viewer.packets(viewer.ssrc(track)).size());
            }
            assertTrue(publisher.transport.remoteAddress().endsWith("/tcp"), publisher.transport.remoteAddress());
            assertTrue(byTcp.transport.remoteAddress().endsWith("/tcp"), byTcp.transport.remoteAddress());
            world.forget(byTcp, publisher);
        }
        awaitNoConnections();
        assertEquals(0, world.counter(RelayCounter.FAULTS));
    }

    /** Media that is sent all the while must not be what a new connection begins with. */
    @Test
    void shouldTakeMediaAgainAfterItsConnectionIsCut() {
        try (CuttableProxy proxy = CuttableProxy.to(world.verticle.tcpAddress().getPort())) {
            world.tcpAlone = true;
            TestPublisher publisher = world.publisher(world.peer(1));
            publisher.transport.tcpBy(proxy.port());
            publisher.publish("VP8");
            publisher.sendVideo(true, 1);
            publisher.awaitForwarded(world);
            for (int cut = 1; cut <= 2; cut++) {
                long accepted = world.counter(RelayCounter.STREAMS_ACCEPTED);
                long refused = world.counter(RelayCounter.STREAMS_REFUSED);
                proxy.cut();

                long before = world.counter(RelayCounter.STREAM_DATAGRAMS_IN);
                world.signal.await("media again", () -> {
                    publisher.sendVideo(false, 2);
                    return world.counter(RelayCounter.STREAMS_ACCEPTED) > accepted
                            && world.counter(RelayCounter.STREAM_DATAGRAMS_IN) >= before + 20;
                });

                assertEquals(refused, world.counter(RelayCounter.STREAMS_REFUSED), "began with no check");
            }
        }
    }

    @Test
    void shouldCloseConnectionsOfSessionsThatEnd() {
        world.tcpAlone = true;
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        assertEquals(1, world.counter(RelayCounter.STREAMS_ACCEPTED));

        publisher.leave();

        publisher.transport.awaitClosed();
        awaitNoConnections();
    }

    @Test
    void shouldTellClientsOfThePortBehindUdp() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);

        List<String> candidates = publisher
                .answer()
                .lines()
                .filter(line -> line.startsWith("a=candidate:"))
                .distinct()
                .toList();

        int port = world.verticle.tcpAddress().getPort();
        assertEquals(2, candidates.size(), candidates::toString);
        assertTrue(
                candidates.get(1).contains(" tcp ")
                        && candidates.get(1).endsWith(" 127.0.0.1 " + port + " typ host tcptype passive"),
                candidates::toString);
        assertTrue(priority(candidates.get(0)) > priority(candidates.get(1)), candidates::toString);
    }

    private static long priority(String candidate) {
        return IceCandidate.parse(candidate.substring("a=".length()))
                .orElseThrow()
                .priority();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFF0001", // a length that nothing of WebRTC has
                "0400", // one that no check has
                "0008474554202F204854", // HTTP in a frame
                "001516FEFD0000000000000000000801000000000000000000", // DTLS
                "0004000100002112A442", // STUN without a name
                "001154" + "00000000000000000000000000000000" // a ticket that nobody gave
            })
    void shouldCloseWhateverIsNoCheck(String hex) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(java.util.HexFormat.of().parseHex(hex));
            assertCloses(socket);
        }
        awaitNoConnections();
        assertEquals(0, world.counter(RelayCounter.STREAMS_ACCEPTED));
        assertEquals(
                1,
                world.counter(RelayCounter.STREAMS_REFUSED) + world.counter(RelayCounter.STREAMS_BAD_FRAME),
                () -> world.counters().toString());
    }

    @Test
    void shouldCloseChecksOfStrangers() throws IOException {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        Told told = Told.of(publisher.answer());
        for (Told stranger : List.of(
                new Told(told.ufrag(), "x".repeat(24)),
                new Told(told.ufrag() + "x", told.password()),
                new Told("/" + told.ufrag().substring(1), told.password()))) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(framed(stranger.check("abcd")));
                assertCloses(socket);
            }
        }
        awaitNoConnections();
        assertEquals(3, world.counter(RelayCounter.STREAMS_REFUSED));
        assertEquals(0, world.counter(RelayCounter.STREAMS_ACCEPTED));
    }

    @Test
    void shouldCloseWhoeverSaysNothing() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(0);
            assertCloses(socket);
        }
        awaitCount(RelayCounter.STREAMS_SILENT, 1);
        awaitNoConnections();
    }

    @Test
    void shouldTakeACheckThatComesByteByByteAndCloseOnGarbageBehindIt() throws IOException {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        Told told = Told.of(publisher.answer());
        try (Socket socket = connect()) {
            socket.setTcpNoDelay(true);
            for (byte one : framed(told.check(publisher.transport.local().ufrag()))) {
                socket.getOutputStream().write(one);
            }
            byte[] bytes = answer(socket);
            StunMessage answer = StunMessage.decode(bytes, 0, bytes.length).orElseThrow();
            assertEquals(StunMessageType.BINDING_SUCCESS, answer.type());
            assertEquals(
                    socket.getLocalPort(),
                    answer.first(XorMappedAddress.class).orElseThrow().address().getPort());
            assertEquals(1, world.counter(RelayCounter.STREAMS_ACCEPTED));

            socket.getOutputStream().write(framed(new byte[] {(byte) 0xFF, 1, 2, 3, 4, 5, 6, 7, 8}));
            socket.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF});
            assertCloses(socket);
        }
        awaitCount(RelayCounter.STREAMS_BAD_FRAME, 1);
        publisher.sendVideo(true, 1);
        publisher.awaitForwarded(world);
    }

    private void startWith(StreamLimits limits) {
        world.close();
        RelayConfig config = new RelayConfig(
                TestWorld.NODE,
                "127.0.0.1",
                0,
                List.of(),
                Optional.empty(),
                new RelayConfig.Streams(Optional.of(0), limits),
                Optional.empty(),
                1,
                new RelayConfig.Codecs("H264", true),
                RelayConfig.Limits.DEFAULT);
        world = new TestWorld(config);
    }

    private Socket admitted(TestPublisher publisher) throws IOException {
        Socket socket = connect();
        Told told = Told.of(publisher.answer());
        socket.getOutputStream()
                .write(framed(told.check(publisher.transport.local().ufrag())));
        return socket;
    }

    @Test
    void shouldBoundTheConnectionsOfAnAddress() throws IOException {
        startWith(new StreamLimits(2, 10, 10));
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        try (Socket one = admitted(publisher);
                Socket two = admitted(publisher)) {
            answer(one);
            answer(two);
            try (Socket three = admitted(publisher)) {
                assertCloses(three);
            }
            assertEquals(1, world.counter(RelayCounter.STREAMS_LIMITED));
            assertEquals(2, world.counter(RelayCounter.STREAMS_ACCEPTED));
        }
        awaitNoConnections();
        try (Socket another = admitted(publisher)) {
            answer(another);
        }
    }

    /** Whoever says nothing, or not enough, must not keep those out who come with a check. */
    @Test
    void shouldHaveRoomForClientsHoweverManyStrangersThereAre() throws IOException {
        startWith(new StreamLimits(2, 2, 3));
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        List<Socket> strangers = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            strangers.add(connect());
            strangers.get(i - 1).getOutputStream().write(0);
            awaitCount(RelayCounter.STREAMS_OPENED, i);
        }

        try (Socket client = admitted(publisher)) {
            answer(client);
        }
        for (int i = 0; i < 4; i++) {
            assertCloses(strangers.get(i));
        }
        assertEquals(4, world.counter(RelayCounter.STREAMS_LIMITED), "the oldest gave way");
        for (Socket stranger : strangers) {
            stranger.close();
        }
        awaitNoConnections();
    }

    @Test
    void shouldKnowTheClientWhoseConnectionAGatewayBrings() throws IOException {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        Told told = Told.of(publisher.answer());
        assertEquals(MediaRoute.of(TestWorld.NODE), MediaRoute.in(told.ufrag()).orElseThrow());

        StreamWay way = TestWorld.await(world.relay.admitStream(new AdmitStream(told.ufrag(), "203.0.113.9", 4_711)));

        assertEquals(world.verticle.tcpAddress().getPort(), way.port());
        assertEquals(List.of("127.0.0.1"), way.addresses());
        byte[] ticket = way.ticket().copy().getBytes();
        byte[] shown = new byte[1 + ticket.length];
        shown[0] = StreamTickets.MARK;
        System.arraycopy(ticket, 0, shown, 1, ticket.length);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(framed(shown));
            socket.getOutputStream()
                    .write(framed(told.check(publisher.transport.local().ufrag())));
            byte[] bytes = answer(socket);
            StunMessage answer = StunMessage.decode(bytes, 0, bytes.length).orElseThrow();
            assertEquals(
                    new InetSocketAddress("203.0.113.9", 4_711),
                    answer.first(XorMappedAddress.class).orElseThrow().address());
        }
        try (Socket again = connect()) {
            again.getOutputStream().write(framed(shown));
            assertCloses(again);
        }
        assertArrayEquals(ticket, way.ticket().getBytes(), "it was good once");
    }

    @Test
    void shouldCloseWhoeverSendsNothingOfUseForLong() throws IOException {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        byte[] check = framed(
                Told.of(publisher.answer()).check(publisher.transport.local().ufrag()));
        byte[] garbage = new byte[3 * 400];
        for (int i = 1; i < garbage.length; i += 3) {
            garbage[i] = 1;
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(check);
            answer(socket);
            for (int round = 0; round < 3; round++) {
                socket.getOutputStream().write(garbage);
                socket.getOutputStream().write(check);
                answer(socket);
            }
            socket.getOutputStream().write(garbage);
            socket.getOutputStream().write(garbage);
            assertCloses(socket);
        }
        awaitCount(RelayCounter.STREAMS_BAD_FRAME, 1);
    }

    @Test
    void shouldGiveNoTicketsForSessionsThatAreNotHere() {
        assertThrows(
                ServiceException.class,
                () -> TestWorld.await(world.relay.admitStream(new AdmitStream("Aabcdefghij", "203.0.113.9", 1))));
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        assertThrows(
                ServiceException.class,
                () -> TestWorld.await(world.relay.admitStream(
                        new AdmitStream(Told.of(publisher.answer()).ufrag(), "client.example", 1))));
    }
}
