package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.MediaRoute;
import org.anychat.contracts.RelayApi.AdmitStream;
import org.anychat.contracts.RelayApi.StreamWay;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.media.MediaPass;
import org.anychat.gateway.media.RelayRoutes;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Media (ICE-TCP) on a gateway's port: passed on to the relay that it names, and nowhere else. */
class MediaPassIT {
    private static final int PATIENCE_MS = 20_000;
    private static final byte[] TICKET = "sixteen bytes 01".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @TempDir
    Path directory;

    private final GatewayCounters counters = new GatewayCounters();
    private final BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
    private TestGateway gateway;
    private ServerSocket relayPort;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        relayPort = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        relayPort.setSoTimeout(PATIENCE_MS);
        gateway.relay.streamWay = new StreamWay(List.of("127.0.0.1"), relayPort.getLocalPort(), Buffer.buffer(TICKET));
    }

    @AfterEach
    void stop() throws IOException {
        relayPort.close();
        gateway.close();
    }

    private Socket connect() throws IOException {
        return connect(gateway.verticle.tcpPorts().get(0));
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static String ufrag() {
        return "A" + MediaRoute.of(FakeRooms.RELAY) + "0123456789ab";
    }

    /** A framed binding request whose only attribute is the name (RFC 8489 section 14.3). */
    private static byte[] check(String ufrag) throws IOException {
        byte[] name = (ufrag + ":client").getBytes(StandardCharsets.US_ASCII);
        int padded = (name.length + 3) & ~3;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(20 + 4 + padded);
        out.writeShort(1);
        out.writeShort(4 + padded);
        out.writeInt(0x2112A442);
        out.write(new byte[12]);
        out.writeShort(6);
        out.writeShort(name.length);
        out.write(name);
        out.write(new byte[padded - name.length]);
        return bytes.toByteArray();
    }

    private static byte[] read(Socket socket, int length) throws IOException {
        byte[] bytes = new byte[length];
        new DataInputStream(socket.getInputStream()).readFully(bytes);
        return bytes;
    }

    private static void assertCloses(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            assertTrue(reset.getMessage() != null, "what had not been read when it was closed resets it");
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AdmitStream asked() throws InterruptedException {
        for (Record call = gateway.relay.calls.poll(20, TimeUnit.SECONDS);
                call != null;
                call = gateway.relay.calls.poll(20, TimeUnit.SECONDS)) {
            if (call instanceof AdmitStream wish) {
                return wish;
            }
        }
        throw new AssertionError("the relay was not asked");
    }

    @Test
    void shouldPassBytesOnBothWaysBehindATicket() throws Exception {
        byte[] check = check(ufrag());
        try (Socket client = connect()) {
            client.getOutputStream().write(check);
            assertEquals(new AdmitStream(ufrag(), "127.0.0.1", client.getLocalPort()), asked());
            try (Socket relay = relayPort.accept()) {
                relay.setSoTimeout(PATIENCE_MS);
                assertArrayEquals(new byte[] {0, 17, 'T'}, read(relay, 3));
                assertArrayEquals(TICKET, read(relay, TICKET.length));
                assertArrayEquals(check, read(relay, check.length));

                client.getOutputStream().write(new byte[] {0, 1, 42});
                assertArrayEquals(new byte[] {0, 1, 42}, read(relay, 3));
                relay.getOutputStream().write(new byte[] {0, 1, 43});
                assertArrayEquals(new byte[] {0, 1, 43}, read(client, 3));
            }
            assertCloses(client);
        }
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.ICE_TCP_PASSED));
    }

    @Test
    void shouldWaitForACheckThatComesByteByByte() throws Exception {
        byte[] check = check(ufrag());
        try (Socket client = connect()) {
            client.setTcpNoDelay(true);
            for (byte one : check) {
                client.getOutputStream().write(one);
            }
            try (Socket relay = relayPort.accept()) {
                relay.setSoTimeout(PATIENCE_MS);
                read(relay, 3 + TICKET.length);
                assertArrayEquals(check, read(relay, check.length));
            }
        }
    }

    @Test
    void shouldLoseNothingOfWhatEitherSideReadsSlowly() throws Exception {
        byte[] much = new byte[4 << 20];
        new Random(seeded.seed()).nextBytes(much);
        try (Socket client = connect()) {
            client.getOutputStream().write(check(ufrag()));
            try (Socket relay = relayPort.accept()) {
                relay.setSoTimeout(PATIENCE_MS);
                read(relay, 3 + TICKET.length + check(ufrag()).length);
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(relay, much));
                assertArrayEquals(much, read(client, much.length));
                writer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Whoever sends the begin of a check and no more must not keep those out who send all of it. */
    @Test
    void shouldHaveRoomForClientsHoweverManyStrangersThereAre() throws Exception {
        int port = openPass(new MediaPass.Places(1, 3));
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            strangers.add(connect(port));
            strangers.get(i).getOutputStream().write(check(ufrag()), 0, 10);
            assertEquals(10, taken.poll(20, TimeUnit.SECONDS));
        }

        try (Socket client = comeWithCheck(port);
                Socket relay = relayPort.accept();
                Socket second = comeWithCheck(port)) {
            relay.setSoTimeout(PATIENCE_MS);
            read(relay, 3 + TICKET.length + check(ufrag()).length);
            assertCloses(second);
            client.getOutputStream().write(new byte[] {0, 1, 42});
            assertArrayEquals(new byte[] {0, 1, 42}, read(relay, 3));
            for (int i = 0; i < 4; i++) {
                assertCloses(strangers.get(i));
            }
            assertEquals(5, counters.value(GatewayCounter.ICE_TCP_REFUSED), "the oldest gave way, and one is too many");
        }
        for (Socket stranger : strangers) {
            stranger.close();
        }
    }

    private static Socket comeWithCheck(int port) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream().write(check(ufrag()));
        return socket;
    }

    private int openPass(MediaPass.Places places) throws Exception {
        LinkSettings settings = new LinkSettings(gateway.vertx, LinkLimits.STANDARD, System::nanoTime, counters);
        MediaPass pass = new MediaPass(settings, new RelayRoutes(gateway.bus, System::nanoTime), places);
        return gateway.vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(first -> {
                    pass.take(socket, first);
                    taken.add(first.length());
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    @Test
    void shouldCloseWhatNamesNoRelay() throws Exception {
        for (String name : List.of("A", "Axxxxxx0123456789ab")) {
            try (Socket client = connect()) {
                client.getOutputStream().write(check(name));
                assertCloses(client);
            }
        }
        assertEquals(2, gateway.verticle.counters().value(GatewayCounter.ICE_TCP_REFUSED));
    }

    @Test
    void shouldCloseWhatTheRelayDoesNotKnow() throws Exception {
        gateway.relay.streamWay = null;
        try (Socket client = connect()) {
            client.getOutputStream().write(check(ufrag()));
            assertCloses(client);
        }
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.ICE_TCP_REFUSED));
    }

    @Test
    void shouldCloseWhereTheRelaysPortIsGone() throws Exception {
        relayPort.close();
        try (Socket client = connect()) {
            client.getOutputStream().write(check(ufrag()));
            assertCloses(client);
        }
        assertEquals(1, gateway.verticle.counters().value(GatewayCounter.ICE_TCP_REFUSED));
    }
}
