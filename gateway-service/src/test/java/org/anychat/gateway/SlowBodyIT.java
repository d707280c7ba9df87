package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.anychat.gateway.TestGateway.AdminTimes;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose body is announced and does not come: they hold their connection for a while, and no longer. */
class SlowBodyIT {
    private static final int BODY_MS = 500;
    /** Less than the time after which a connection on which nothing comes ends anyway. */
    private static final int PATIENCE_MS = 30_000;

    private static final int STEPS = 5;

    @TempDir
    Path folder;

    private TestGateway gateway;

    private void start(int bodyMs) {
        new AdminAccounts(folder).add("ann", AdminRole.VIEWER, "a long password");
        gateway = TestGateway.start(folder, TestGateway.limits(bodyMs, 30_000, 100, 200), AdminTimes.STANDARD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Socket ask(String path, String type, int announced) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(PATIENCE_MS);
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + gateway.port() + "\r\nContent-Type: " + type
                + "\r\nContent-Length: " + announced + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** All that is answered until the connection is over. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "/admin/login,application/json",
        "/whip/1/ann,application/sdp",
        "/whep/1/ann,application/sdp",
        "/whep/1,application/sdp"
    })
    void shouldNotWaitForABodyThatIsOnlyAnnounced(String path, String type) throws IOException {
        start(BODY_MS);
        try (Socket socket = ask(path, type, 4_000)) {
            String answer = answer(socket);

            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        }
    }

    /** Each byte is a sign of life to whoever counts silence alone. */
    @Test
    void shouldNotWaitForABodyThatComesByTheByte() throws IOException {
        start(BODY_MS);
        try (Socket socket = ask("/admin/login", "application/json", 4_000)) {
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(BODY_MS / STEPS);
            StringBuilder heard = new StringBuilder();
            long endNs = System.nanoTime() + PATIENCE_MS * 1_000_000L;
            while (heard.length() == 0 && System.nanoTime() < endNs) {
                drip(socket, in, heard);
            }

            assertTrue(heard.toString().startsWith("HTTP/1.1 408 "), heard::toString);
        }
    }

    /** Sends one byte and listens for a moment. */
    private static void drip(Socket socket, InputStream in, StringBuilder heard) throws IOException {
        socket.getOutputStream().write(' ');
        byte[] part = new byte[1_024];
        try {
            int read = in.read(part);
            heard.append(read < 0 ? "nothing" : new String(part, 0, read, StandardCharsets.ISO_8859_1));
        } catch (SocketTimeoutException e) {
            // Nothing yet: the next byte.
        }
    }

    @Test
    void shouldAnswerABodyThatComesInTime() throws IOException {
        start(PATIENCE_MS);
        String body = "{\"name\":\"ann\",\"password\":\"wrong\"}";
        try (Socket socket = ask("/admin/login", "application/json", body.length())) {
            socket.getOutputStream().write(body.getBytes(StandardCharsets.ISO_8859_1));

            String answer = new String(socket.getInputStream().readNBytes(13), StandardCharsets.ISO_8859_1);
            assertEquals("HTTP/1.1 401 ", answer);
        }
    }

    @Test
    void shouldNotWaitForTheBodyOfARefusedRequest() throws IOException {
        start(PATIENCE_MS);
        try (Socket socket = ask("/admin/login", "text/plain", 4_000)) {
            assertTrue(answer(socket).startsWith("HTTP/1.1 400 "));
        }
    }
}
