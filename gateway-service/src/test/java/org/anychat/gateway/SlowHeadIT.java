package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.gateway.TestGateway.AdminTimes;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.anychat.protocol.ClientRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose head begins and does not end, and connections of which there are too many: they are not kept. */
class SlowHeadIT {
    private static final int HEAD_MS = 2_000;
    /** Less than the time after which a connection on which nothing comes ends anyway. */
    private static final int PATIENCE_MS = 30_000;

    /** No link ends for its silence, however slow the machine is. */
    private static final int SILENCE_MS = 600_000;

    private static final int STEPS = 5;
    private static final String REQUEST = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK";

    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        new AdminAccounts(folder).add("ann", AdminRole.VIEWER, "a long password");
        gateway = TestGateway.start(folder, TestGateway.limits(HEAD_MS, SILENCE_MS, 100, 200), AdminTimes.STANDARD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a whole request, or the rest of one, and reads the answer to it. */
    private static void ask(Socket socket, String request) throws IOException {
        send(socket, request);
        InputStream in = socket.getInputStream();
        StringBuilder heard = new StringBuilder();
        while (!heard.toString().endsWith("alive\n")) {
            int next = in.read();
            assertTrue(next >= 0, "no answer: " + heard);
            heard.append((char) next);
        }
        assertTrue(heard.toString().startsWith(ANSWER), heard::toString);
    }

    /** Sends a byte now and then, and tells whether the connection has ended. */
    private static boolean endsWhileItDrips(Socket socket) throws IOException {
        socket.setSoTimeout(HEAD_MS / STEPS);
        long endNs = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (System.nanoTime() < endNs) {
            try {
                socket.getOutputStream().write('a');
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                // Nothing yet: the next byte.
            } catch (SocketException e) {
                return true;
            }
        }
        return false;
    }

    private long counted(GatewayCounter counter) {
        return gateway.verticle.counters().value(counter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET ", "GET /health/live HTTP/1.1\r\nX-", REQUEST})
    void shouldNotWaitForAHeadThatComesByTheByte(String beginning) throws IOException {
        try (Socket socket = connect()) {
            send(socket, beginning);

            assertTrue(endsWhileItDrips(socket));
        }
        assertEquals(1, counted(GatewayCounter.LATE_REQUEST));
    }

    @Test
    void shouldNotWaitForASecondHeadEither() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, REQUEST + "\r\n");
            ask(socket, REQUEST + "\r\n");

            assertTrue(endsWhileItDrips(socket));
        }
        assertEquals(1, counted(GatewayCounter.LATE_REQUEST));
    }

    @Test
    void shouldNotWaitForTheBodyOfARequestThatIsAnswered() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, REQUEST + "Content-Length: 4000000\r\n\r\n");

            assertTrue(endsWhileItDrips(socket));
        }
    }

    /** Once another connection is over that began later, more than the time of a head has passed. */
    private void passTheTimeOfAHead() throws IOException {
        shouldNotWaitForAHeadThatComesByTheByte("GET ");
    }

    @Test
    void shouldKeepConnectionsThatWaitForNothingButTheirNextRequest() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, REQUEST + "\r\n");
            passTheTimeOfAHead();

            ask(socket, REQUEST + "\r\n");
        }
    }

    @Test
    void shouldKeepWebSockets() throws IOException {
        AdminClient operator = new AdminClient(gateway, false);
        operator.login("ann", "a long password");
        AdminClient.Page page = operator.open();
        TestClient client = gateway.client(TestClient.Transport.WEB_SOCKET).connect();
        TestClient secure = gateway.client(TestClient.Transport.WEB_SOCKET_TLS).connect();
        passTheTimeOfAHead();
        long timer = gateway.vertx.setPeriodic(HEAD_MS / STEPS, tick -> {
            client.send(ClientRequest.Heartbeat::new);
            secure.send(ClientRequest.Heartbeat::new);
        });
        shouldNotWaitForTheBodyOfARequestThatIsAnswered();
        gateway.vertx.cancelTimer(timer);

        TestClient.expectSuccess(client.request(id -> new ClientRequest.Login(id, "Ann", "")));
        TestClient.expectSuccess(secure.request(id -> new ClientRequest.Login(id, "Ben", "")));
        assertTrue(page.isOpen());
    }

    @Test
    void shouldKeepRequestsThatWaitForTheirAnswer() throws IOException {
        gateway.auth.silent = true;
        Future<HttpAnswer> answer = new WhipClient(gateway).beginPost("/whip/1/ann", WhipClient.OFFER);
        passTheTimeOfAHead();

        assertTrue(TestGateway.await(answer).status() >= 400);
    }

    /** One connection for each address, so four for all that are no links. */
    private void startWithFourPlaces() {
        gateway.close();
        gateway = TestGateway.start(folder, new LinkLimits(10_000, SILENCE_MS, 100, 200, 256, 1 << 20, 64, 1));
    }

    private Socket connect(int from) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), gateway.port(), InetAddress.getByName("127.0.0." + from), 0);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    @Test
    void shouldTakeTheNewestWhereTooManyConnectionsAreNoLinks() throws IOException {
        startWithFourPlaces();
        TestClient link = gateway.client(TestClient.Transport.WEB_SOCKET).connect();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 2; i <= 5; i++) {
                sockets.add(connect(i));
                ask(sockets.get(i - 2), REQUEST + "\r\n");
            }
            ask(sockets.get(0), REQUEST + "\r\n");
            assertEquals(0, counted(GatewayCounter.CONNECTION_DISPLACED));

            sockets.add(connect(6));
            ask(sockets.get(4), REQUEST + "\r\n");

            assertEquals(-1, sockets.get(1).getInputStream().read());
            assertEquals(1, counted(GatewayCounter.CONNECTION_DISPLACED));
            ask(sockets.get(0), REQUEST + "\r\n");
            TestClient.expectSuccess(link.request(id -> new ClientRequest.Login(id, "Ann", "")));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
