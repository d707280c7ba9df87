package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Who gets to the dashboard, over real HTTP and WebSockets; and everything that must not. */
class AdminIT {
    private static final String PASSWORD = "a long password";
    private static final String OVERVIEW = "admin.overview";
    private static final String QUERY = "admin.query";
    private static final String OPERATE = "admin.operate";
    private static final String CONFIGURE = "admin.configure";

    @TempDir
    Path folder;

    private AdminAccounts accounts;
    private TestGateway gateway;
    private AdminClient client;

    @BeforeEach
    void start() {
        accounts = new AdminAccounts(folder);
        accounts.add("ann", AdminRole.ADMIN, PASSWORD);
        accounts.add("oli", AdminRole.OPERATOR, PASSWORD);
        accounts.add("vic", AdminRole.VIEWER, PASSWORD);
        gateway = TestGateway.start(folder, AdminTimes.STANDARD);
        client = new AdminClient(gateway, true);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static JsonObject kick() {
        return new JsonObject().put("what", "kick").put("user", FakeAuthUsers.NOBODY);
    }

    /** Users of the fake auth service. */
    private static final class FakeAuthUsers {
        static final int NOBODY = 424_242;
    }

    @Test
    void shouldLogInWithACookieThatScriptsAndOtherSitesCannotUse() {
        HttpAnswer answer = client.login("ann", PASSWORD);

        assertEquals(200, answer.status());
        assertEquals("admin", answer.json().getString("role"));
        String cookie = answer.head().getHeader("Set-Cookie");
        assertTrue(cookie.matches("anychat-admin=[0-9a-f]{64}; .*"), cookie);
        for (String attribute : List.of("HttpOnly", "SameSite=Strict", "Secure", "Path=/admin")) {
            assertTrue(cookie.toLowerCase(Locale.ROOT).contains(attribute.toLowerCase(Locale.ROOT)), cookie);
        }
        assertEquals("no-store", answer.head().getHeader("Cache-Control"));
        assertEquals("ann", client.get("/admin/session").json().getString("name"));
    }

    @Test
    void shouldNotMarkTheCookieSecureOnLoopbackWithoutTls() {
        AdminClient plain = new AdminClient(gateway, false);

        String cookie = plain.login("ann", PASSWORD).head().getHeader("Set-Cookie");

        assertFalse(cookie.contains("Secure"), cookie);
        assertEquals(200, plain.get("/admin/session").status());
    }

    @Test
    void shouldGuardThePageWithItsHeaders() {
        HttpAnswer page = client.get("/admin/");

        assertEquals(200, page.status());
        String policy = page.head().getHeader("Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", page.head().getHeader("X-Content-Type-Options"));
        assertEquals("DENY", page.head().getHeader("X-Frame-Options"));
        assertEquals("no-referrer", page.head().getHeader("Referrer-Policy"));
        assertEquals("same-origin", page.head().getHeader("Cross-Origin-Opener-Policy"));
        assertEquals(308, client.get("/admin").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/admin/session", "/admin/bus/websocket", "/admin/bus", "/admin/bus/info", "/admin/bus/1/2/xhr"})
    void shouldShowNothingWithoutALogin(String path) {
        int status = client.ask(HttpMethod.GET, path, Map.of("Origin", client.origin()), null)
                .status();
        assertTrue(status == 401 || status == 404, path + " " + status);
    }

    @Test
    void shouldOfferNoTransportButTheWebSocket() {
        client.login("ann", PASSWORD);
        for (String path :
                List.of("/admin/bus", "/admin/bus/info", "/admin/bus/iframe.html", "/admin/bus/000/abc/xhr")) {
            assertEquals(404, client.get(path).status(), path);
        }
    }

    @Test
    void shouldRefuseAWrongPasswordAndAnUnknownNameAlike() {
        HttpAnswer wrong = client.tryLogin("ann", "another password");
        HttpAnswer unknown = client.tryLogin("nobody", PASSWORD);

        assertEquals(401, wrong.status());
        assertEquals(wrong.json(), unknown.json());
        assertNull(wrong.head().getHeader("Set-Cookie"));
    }

    @Test
    void shouldLockTheAddressOutAfterAFewWrongPasswords() {
        for (int i = 0; i < 5; i++) {
            assertEquals(401, client.tryLogin("ann", "guess number " + i).status());
        }

        HttpAnswer right = client.tryLogin("ann", PASSWORD);

        assertEquals(429, right.status());
        assertEquals("LOCKED", right.json().getString("reason"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "https://127.0.0.1.evil.example", "null", "https://127.0.0.1:1", "%%%"})
    void shouldRefuseLoginsFromOtherSites(String origin) {
        JsonObject right = new JsonObject().put("name", "ann").put("password", PASSWORD);

        assertEquals(
                403,
                client.post("/admin/login", Map.of("Origin", origin), right).status());
    }

    /** A page without TLS may be anybody's who is on the way; one with it stands behind a proxy that ends TLS. */
    @Test
    void shouldTakePagesOfItsOwnSchemeAndThoseBehindAProxy() {
        AdminClient plain = new AdminClient(gateway, false);
        JsonObject right = new JsonObject().put("name", "ann").put("password", PASSWORD);
        String place = "127.0.0.1:" + gateway.port();

        assertEquals(200, login(client, "https://" + place, right));
        assertEquals(403, login(client, "http://" + place, right));
        assertEquals(403, login(client, "ftp://" + place, right));
        assertEquals(403, login(client, "https://127.0.0.1", right));
        assertEquals(200, login(plain, "http://" + place, right));
        assertEquals(200, login(plain, "https://" + place, right));
        assertEquals(403, login(plain, "http://127.0.0.1", right));
    }

    private static int login(AdminClient from, String origin, JsonObject body) {
        return from.post("/admin/login", Map.of("Origin", origin), body).status();
    }

    @Test
    void shouldRefuseWhatABrowserSaysIsFromAnotherSite() {
        JsonObject right = new JsonObject().put("name", "ann").put("password", PASSWORD);

        assertEquals(
                403,
                client.post("/admin/login", Map.of("Sec-Fetch-Site", "cross-site"), right)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data"})
    void shouldTakeNoForms(String type) {
        JsonObject right = new JsonObject().put("name", "ann").put("password", PASSWORD);

        assertEquals(
                400,
                client.post("/admin/login", Map.of("Content-Type", type), right).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"name\":1,\"password\":{}}", "{\"name\":\"ann\"}", "null", "\"ann\""})
    void shouldRefuseBodiesThatAreNoLogin(String body) {
        HttpAnswer answer = client.ask(
                HttpMethod.POST, "/admin/login", Map.of("Content-Type", "application/json"), Buffer.buffer(body));

        assertEquals(400, answer.status());
    }

    @Test
    void shouldReadNoOversizedBody() {
        HttpAnswer answer = client.ask(
                HttpMethod.POST,
                "/admin/login",
                Map.of("Content-Type", "application/json"),
                Buffer.buffer("{\"name\":\"" + "x".repeat(10_000) + "\"}"));

        assertEquals(413, answer.status());
    }

    @Test
    void shouldRefuseALoginWithATextThatIsTooLong() {
        assertEquals(400, client.tryLogin("ann", "x".repeat(1_000)).status());
    }

    @Test
    void shouldNotLogOutWithoutTheTokenOrWithAnotherSessions() {
        client.login("ann", PASSWORD);
        AdminClient other = new AdminClient(gateway, true);
        other.login("ann", PASSWORD);

        assertEquals(
                403, client.post("/admin/logout", Map.of(), new JsonObject()).status());
        assertEquals(
                403,
                client.post("/admin/logout", Map.of("X-CSRF-Token", other.csrf), new JsonObject())
                        .status());
        assertEquals(200, client.get("/admin/session").status());
    }

    @Test
    void shouldCloseTheBridgeAtLogout() throws Exception {
        client.login("ann", PASSWORD);
        Page page = client.open();
        page.listen(OVERVIEW);
        assertTrue(page.next(OVERVIEW).getJsonObject("body").containsKey("totals"));

        assertEquals(
                200,
                client.post("/admin/logout", Map.of("X-CSRF-Token", client.csrf), new JsonObject())
                        .status());

        page.awaitClosed();
        assertEquals(401, client.get("/admin/session").status());
    }

    /** What a thief has kept of a login is worth nothing after its end. */
    @Test
    void shouldTakeNothingOfASessionThatIsOver() throws Exception {
        client.login("ann", PASSWORD);
        AdminClient thief = new AdminClient(gateway, true);
        thief.cookie = client.cookie;
        thief.csrf = client.csrf;
        assertEquals(200, thief.get("/admin/session").status());
        client.post("/admin/logout", Map.of("X-CSRF-Token", client.csrf), new JsonObject());

        assertEquals(401, thief.get("/admin/session").status());
        assertThrows(AssertionError.class, thief::open);
        assertEquals(
                401,
                thief.post("/admin/logout", Map.of("X-CSRF-Token", thief.csrf), new JsonObject())
                        .status());
        client.login("ann", PASSWORD);
        assertNotEquals(thief.cookie, client.cookie);
        Page page = client.open();
        assertDenied(page.request(OPERATE, kick(), thief.csrf));
        page.awaitClosed();
    }

    @Test
    void shouldCloseTheBridgeWhenTheAccountChanges() throws Exception {
        client.login("vic", PASSWORD);
        Page page = client.open();

        accounts.password("vic", "quite another password");

        page.awaitClosed();
        assertEquals(401, client.get("/admin/session").status());
    }

    @Test
    void shouldTellThePageOfThisGateway() throws Exception {
        client.login("vic", PASSWORD);
        Page page = client.open();
        page.listen(OVERVIEW);

        JsonObject body = page.next(OVERVIEW).getJsonObject("body");

        assertEquals(TestGateway.NODE.value(), body.getString("self"));
        assertEquals(1, body.getJsonArray("nodes").size());
    }

    @Test
    void shouldNeedAnOriginForTheBridge() {
        client.login("ann", PASSWORD);

        assertThrows(AssertionError.class, () -> client.open(Map.of()));
        assertThrows(AssertionError.class, () -> client.open(Map.of("Origin", "https://evil.example")));
        assertThrows(
                AssertionError.class,
                () -> client.open(Map.of("Origin", client.origin(), "Sec-Fetch-Site", "cross-site")));
    }

    @Test
    void shouldNotOpenTheBridgeForAForgedCookie() {
        client.login("ann", PASSWORD);
        client.cookie = "0".repeat(64);

        assertThrows(AssertionError.class, () -> client.open());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth",
                "room",
                "process.gateway-1",
                "admin.query",
                "admin.operate",
                "",
                "admin.*",
                "__vertx.internal"
            })
    void shouldListenNowhereElse(String address) throws Exception {
        client.login("ann", PASSWORD);
        Page page = client.open();

        page.listen(address);

        page.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth",
                "room",
                "room.admin",
                "process.gateway-1",
                "gateway.gateway-1",
                "admin.overview",
                "admin.query2"
            })
    void shouldSendNowhereElse(String address) throws Exception {
        client.login("ann", PASSWORD);
        Page page = client.open();

        page.send(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("headers", new JsonObject().put("csrf", client.csrf))
                .put("body", new JsonObject()));

        page.awaitClosed();
    }

    @Test
    void shouldNotPublish() throws Exception {
        client.login("ann", PASSWORD);
        Page page = client.open();

        page.send(new JsonObject().put("type", "publish").put("address", QUERY).put("body", new JsonObject()));

        page.awaitClosed();
    }

    @Test
    void shouldKeepAViewerFromActing() throws Exception {
        client.login("vic", PASSWORD);
        Page page = client.open();

        assertDenied(page.request(OPERATE, kick()));
        page.awaitClosed();
    }

    @Test
    void shouldKeepAnOperatorFromChangingSettings() throws Exception {
        client.login("oli", PASSWORD);
        Page page = client.open();

        assertDenied(
                page.request(CONFIGURE, new JsonObject().put("what", "reload").put("node", "x")));
        page.awaitClosed();
    }

    private static void assertDenied(JsonObject answer) {
        assertTrue(answer == null || "err".equals(answer.getString("type")), () -> answer.encode());
    }

    @Test
    void shouldActOnlyWithTheSessionsToken() throws Exception {
        client.login("oli", PASSWORD);
        String former = client.csrf;
        client.login("oli", PASSWORD);
        assertNotEquals(former, client.csrf);

        Page without = client.open();
        assertDenied(without.request(OPERATE, kick(), null));
        without.awaitClosed();
        Page replayed = client.open();
        assertDenied(replayed.request(OPERATE, kick(), former));
        replayed.awaitClosed();
    }

    /** A page that names another's session, or a header of its own, is known by its own session all the same. */
    @Test
    void shouldPassOnNoHeadersOfThePage() throws Exception {
        AdminClient admin = new AdminClient(gateway, true);
        admin.login("ann", PASSWORD);
        client.login("vic", PASSWORD);
        Page page = client.open();

        page.send(new JsonObject()
                .put("type", "send")
                .put("address", QUERY)
                .put("headers", new JsonObject().put("session", admin.cookie).put("csrf", admin.csrf))
                .put("body", new JsonObject().put("what", "audit"))
                .put("replyAddress", "r"));

        JsonObject answer = page.next("r");
        assertEquals("err", answer.getString("type"));
        assertEquals(403, answer.getInteger("failureCode"));
    }

    @Test
    void shouldWriteDownWhatIsDone() throws Exception {
        client.login("oli", PASSWORD);
        Page page = client.open();

        JsonObject answer = page.request(OPERATE, kick().put("user", 7));
        JsonObject audit = page.request(QUERY, new JsonObject().put("what", "audit"));

        String entries = audit.getJsonObject("body").getJsonArray("entries").encode();
        assertTrue(entries.contains("\"action\":\"kick\"") && entries.contains("oli"), entries);
        String outcome = "err".equals(answer.getString("type")) ? "refused" : "done";
        assertTrue(entries.contains(outcome), entries);
        Path file = folder.resolve("AnyChatAudit.log");
        page.listen(OVERVIEW);
        while (!Files.exists(file) || !Files.readString(file).contains("\tkick\t")) {
            page.next(OVERVIEW);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"what\":7}",
                "{\"what\":\"nothing\"}",
                "{\"what\":\"rooms\",\"offset\":-1}",
                "{\"what\":\"rooms\",\"limit\":100000}",
                "{\"what\":\"room\",\"room\":\"<img src=x>\"}",
                "{\"what\":\"room\",\"room\":1.5}",
                "{\"what\":\"log\",\"node\":\"../../etc\"}",
                "{\"what\":\"settings\",\"node\":{}}"
            })
    void shouldRefuseQuestionsThatAreNone(String body) throws Exception {
        client.login("vic", PASSWORD);
        Page page = client.open();

        JsonObject answer = page.request(QUERY, new JsonObject(body));

        assertEquals("err", answer.getString("type"), answer.encode());
        assertTrue(page.isOpen());
    }

    @Test
    void shouldCloseABridgeThatSendsTooMuchAtATime() throws Exception {
        client.login("vic", PASSWORD);
        Page page = client.open();

        page.send(new JsonObject()
                .put("type", "send")
                .put("address", QUERY)
                .put("body", new JsonObject().put("what", "x".repeat(40_000))));

        page.awaitClosed();
    }

    @Test
    void shouldCloseABridgeThatSendsTooOften() throws Exception {
        client.login("vic", PASSWORD);
        Page page = client.open();

        for (int i = 0; i < 200; i++) {
            page.send(new JsonObject()
                    .put("type", "send")
                    .put("address", QUERY)
                    .put("body", new JsonObject().put("what", "history")));
        }

        page.awaitClosed();
    }

    @Test
    void shouldOpenOnlySoManyBridgesOfOneSession() {
        client.login("vic", PASSWORD);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pages.add(client.open());
        }

        assertThrows(AssertionError.class, () -> client.open());

        assertTrue(pages.stream().allMatch(Page::isOpen));
    }

    @Test
    void shouldHaveNoDashboardOfAnOtherFile() {
        assertEquals(404, client.get("/admin/../../AnyChatAdmins.txt").status());
        assertEquals(404, client.get("/admin/AnyChatAdmins.txt").status());
    }

    @Test
    void shouldMakeAFirstAccountOnce(@TempDir Path home) {
        AdminAccounts fresh = new AdminAccounts(home);

        String password = fresh.makeFirst(new SecureRandom()).orElseThrow();

        assertTrue(password.length() >= 16, password);
        assertTrue(fresh.makeFirst(new SecureRandom()).isEmpty());
        assertEquals(AdminRole.ADMIN, fresh.read().get(0).role());
    }
}
