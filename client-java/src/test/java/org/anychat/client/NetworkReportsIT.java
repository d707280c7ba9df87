package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.anychat.client.media.MediaLoop;
import org.anychat.client.media.NatFinder;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.P2pRequest.Dependence;
import org.anychat.protocol.ReplyBody;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunResponder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server hears of a client's network, with STUN servers on real sockets. */
class NetworkReportsIT {
    private static final long WAIT_SECONDS = 20;
    private static final long SILENT_AGAIN_MS = 100;
    private static final long AGAIN_MS = 20;

    private final BlockingQueue<ClientRequest> requests = new LinkedBlockingQueue<>();
    private long againMs = NetworkReports.AGAIN_MS;
    private AnyChatException refusal;
    private final List<DatagramSocket> servers = new ArrayList<>();
    /** What went wrong in threads of the servers. */
    private final Queue<Exception> faults = new ConcurrentLinkedQueue<>();

    /** From where servers answer who asks for another port; null for servers that do not. */
    private volatile DatagramSocket otherPort;

    private MediaLoop loop;

    @BeforeEach
    void start() {
        loop = new MediaLoop();
    }

    @AfterEach
    void stop() {
        servers.forEach(DatagramSocket::close);
        loop.close();
        assertEquals(List.of(), List.copyOf(faults), "of the STUN servers");
    }

    private NetworkReports reports(List<InetSocketAddress> known) {
        return reports(known, UnaryOperator.identity());
    }

    /** It may be others that are asked. */
    private NetworkReports reports(List<InetSocketAddress> known, UnaryOperator<List<InetSocketAddress>> asked) {
        MediaSession.Requests sending = new MediaSession.Requests() {
            @Override
            public <T extends ReplyBody> CompletableFuture<T> request(
                    IntFunction<ClientRequest> withId, Class<T> bodyType) {
                requests.add(withId.apply(0));
                return refusal == null
                        ? CompletableFuture.completedFuture(bodyType.cast(ReplyBody.EMPTY))
                        : CompletableFuture.failedFuture(refusal);
            }
        };
        return new NetworkReports(
                sending,
                loop.resources().loop(),
                () -> known,
                found -> NatFinder.find(loop.resources(), asked.apply(found)),
                againMs,
                SILENT_AGAIN_MS);
    }

    private static InetSocketAddress at(DatagramSocket socket) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    private DatagramSocket silentServer() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        servers.add(socket);
        return socket;
    }

    /** One that sees whoever asks as many ports further on. */
    private InetSocketAddress server(int further) throws IOException {
        DatagramSocket socket = silentServer();
        Thread thread = new Thread(() -> serve(socket, further), "stun");
        thread.setDaemon(true);
        thread.start();
        return at(socket);
    }

    private void serve(DatagramSocket socket, int further) {
        byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        try {
            while (true) {
                packet.setLength(1500);
                socket.receive(packet);
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                int port = 1024 + (from.getPort() + further) % 60_000;
                InetSocketAddress seen = new InetSocketAddress("203.0.113.9", port);
                StunMessage request = StunResponder.request(packet.getData(), 0, packet.getLength())
                        .orElseThrow();
                int length = StunResponder.respond(request, seen, response);
                DatagramSocket out = StunResponder.change(request).port() ? otherPort : socket;
                if (out != null) {
                    out.send(new DatagramPacket(response, length, from));
                }
            }
        } catch (IOException | RuntimeException e) {
            if (!socket.isClosed()) {
                faults.add(e);
            }
        }
    }

    private P2pRequest.Network next() throws InterruptedException {
        return (P2pRequest.Network) requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static P2pRequest.Network network(Dependence mapping, boolean udp) {
        return new P2pRequest.Network(0, mapping, Dependence.UNKNOWN, udp, null);
    }

    @Test
    void shouldTellWhatTwoServersSee() throws Exception {
        NetworkReports same = reports(List.of(server(1), server(1)));
        loop.run(same::begin);
        assertEquals(network(Dependence.INDEPENDENT, true), next());

        NetworkReports different = reports(List.of(server(1), server(2)));
        loop.run(different::begin);
        assertEquals(network(Dependence.PORT, true), next());

        loop.run(different::begin);
        assertNotNull(next(), "said anew where the server may not know it");
    }

    @Test
    void shouldNotClaimToKnowWhatOneServerCannotTell() throws Exception {
        NetworkReports reports = reports(List.of(server(1)));
        loop.run(reports::begin);

        assertEquals(network(Dependence.UNKNOWN, true), next());
    }

    @Test
    void shouldTellThatWhatComesInIsNotAskedForItsPort() throws Exception {
        otherPort = silentServer();
        NetworkReports reports = reports(List.of(server(1), server(1)));
        loop.run(reports::begin);

        assertEquals(new P2pRequest.Network(0, Dependence.INDEPENDENT, Dependence.ADDRESS, true, null), next());
    }

    @Test
    void shouldSayThatNoUdpGetsThrough() throws Exception {
        NetworkReports reports = reports(List.of(at(silentServer())));
        loop.run(reports::begin);

        assertEquals(network(Dependence.UNKNOWN, false), next());
    }

    /** The relay may have been away. */
    @Test
    void shouldAskOnceMoreBeforeItSaysThatNoUdpGetsThrough() throws Exception {
        List<InetSocketAddress> away = List.of(at(silentServer()));
        List<InetSocketAddress> back = List.of(server(1), server(1));
        AtomicInteger asked = new AtomicInteger();
        NetworkReports reports = reports(away, found -> asked.getAndIncrement() == 0 ? away : back);
        loop.run(reports::begin);

        assertEquals(network(Dependence.INDEPENDENT, true), next());
    }

    @ParameterizedTest
    @EnumSource(names = {"FUNCOPTERROR", "FUNCNOTALLOW"})
    void shouldAskNobodyAnyMoreOnceTheServerHasNoUseForIt(ErrorCode code) throws Exception {
        againMs = AGAIN_MS;
        AtomicInteger asked = new AtomicInteger();
        List<InetSocketAddress> known = List.of(server(1), server(1));
        NetworkReports useless = reports(known, found -> {
            asked.incrementAndGet();
            return found;
        });
        NetworkReports useful = reports(known);
        refusal = new AnyChatException(code, "no use");
        loop.run(useless::begin);
        assertNotNull(next());

        AtomicInteger before = new AtomicInteger();
        loop.run(() -> {
            before.set(asked.get());
            refusal = null;
            useful.begin();
        });
        for (int report = 0; report < 3; report++) {
            assertNotNull(next());
        }
        loop.run(useful::stop);

        assertEquals(before.get(), asked.get());
    }

    @Test
    void shouldSayNothingWithoutServersNorOnceItIsOver() throws Exception {
        NetworkReports nobody = reports(List.of());
        NetworkReports over = reports(List.of(server(1)));
        loop.run(nobody::begin);
        loop.run(() -> {
            over.begin();
            over.stop();
        });
        NetworkReports last = reports(List.of(server(1), server(1)));
        loop.run(last::begin);

        assertEquals(network(Dependence.INDEPENDENT, true), next());
        assertNull(requests.poll(), "those before had said it by now");
    }
}
