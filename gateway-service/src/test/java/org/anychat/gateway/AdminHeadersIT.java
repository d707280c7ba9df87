package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.anychat.gateway.AdminClient.Page;
import org.anychat.gateway.TestGateway.AdminTimes;
import org.anychat.gateway.admin.AdminAccounts;
import org.anychat.gateway.admin.AdminRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the dashboard, byte by byte, that would smuggle lines into its answers, its log or its next request. */
class AdminHeadersIT {
    private static final String PASSWORD = "a long password";
    private static final int PATIENCE_MS = 20_000;
    private static final String EVIL = "evil-header";

    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        new AdminAccounts(folder).add("ann", AdminRole.ADMIN, PASSWORD);
        gateway = TestGateway.start(folder, AdminTimes.STANDARD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** All that is answered until the connection is over. */
    private String say(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder heard = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] part = new byte[4_096];
            try {
                for (int read = in.read(part); read >= 0; read = in.read(part)) {
                    heard.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketException e) {
                // Cut, which is an answer as well.
            }
            return heard.toString();
        }
    }

    private String get(String path, String... headers) throws IOException {
        return say("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + gateway.port() + "\r\n" + String.join("", headers)
                + "Connection: close\r\n\r\n");
    }

    private static void assertNoSuchHeader(String answer) {
        String head = answer.split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT);
        assertTrue(head.lines().noneMatch(line -> line.startsWith(EVIL)), answer);
        assertFalse(head.contains("set-cookie"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/%0d%0aevil-header:%20x",
                "/admin%0d%0aevil-header:%20x",
                "/admin/session?%0d%0aevil-header:x",
                "/admin/bus/websocket%0d%0aSet-Cookie:%20anychat-admin=1",
                "/admin/%E5%98%8A%E5%98%8Devil-header:x"
            })
    void shouldPutNothingOfThePathIntoTheHead(String path) throws IOException {
        assertNoSuchHeader(get(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://x\nevil-header: x\r\n",
                "Cookie: anychat-admin=1\revil-header: x\r\n",
                "Cookie: anychat-admin=\0\r\n",
                "Host: another.example\r\n",
                "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n"
            })
    void shouldEchoNoHeaders(String header) throws IOException {
        String answer = get("/admin/session", header);

        assertNoSuchHeader(answer);
        assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        assertFalse(answer.contains("example"), answer);
    }

    @Test
    void shouldReadNoHeadersWithoutEnd() throws IOException {
        String answer = get("/admin/session", "X-Long: " + "x".repeat(100_000) + "\r\n");

        assertFalse(answer.contains(" 200 "), answer);
        assertFalse(get("/admin/" + "x".repeat(100_000)).contains(" 200 "));
    }

    /** Two lengths, or a length and chunks: what one server takes for a body another takes for the next request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 60\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 99999999999999999999\r\n"
            })
    void shouldAnswerNoSecondRequestThatIsSmuggledIn(String lengths) throws IOException {
        String answer = say("POST /admin/login HTTP/1.1\r\nHost: 127.0.0.1:" + gateway.port()
                + "\r\nContent-Type: application/json\r\n" + lengths + "\r\n0\r\n\r\n"
                + "GET /admin/session HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        assertFalse(answer.contains("LOGGED_OUT"), answer);
        assertTrue(answer.split("HTTP/1.1 ", -1).length <= 2, answer);
    }

    /** Lines and directions of writing in a name stay within its line of the audit log. */
    @Test
    void shouldKeepOneLineForOneEntryOfTheAuditLog() throws Exception {
        AdminClient client = new AdminClient(gateway, true);
        String name = "x\r\n2026-01-01T00:00:00Z\tann\t192.0.2.1\tlogin\t\tdone\u202e\u2028";
        assertEquals(401, client.tryLogin(name, PASSWORD).status());
        assertEquals(200, client.login("ann", PASSWORD).status());
        Page page = client.open();

        String shown = page.request("admin.query", new JsonObject().put("what", "audit"))
                .getJsonObject("body")
                .getJsonArray("entries")
                .encode();

        Path file = folder.resolve("AnyChatAudit.log");
        page.listen("admin.overview");
        while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
            page.next("admin.overview");
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size(), lines::toString);
        assertEquals(5, lines.get(0).chars().filter(letter -> letter == '\t').count(), lines.get(0));
        assertTrue(lines.get(0).endsWith("\trefused"), lines.get(0));
        assertFalse(shown.contains("\\r") || shown.contains("\u202e"), shown);
    }
}
