package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ReplyBody;
import org.anychat.system.UserCommandProcess.Outcome;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins with the Java SDK at a real server, with each user source (manual 3.6). */
class LoginSystemTest {
    private final ClientRuntime runtime = ClientRuntime.create(1);

    @TempDir
    Path home;

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    /** Outside demo mode, with a user source. */
    private ServerProcess start(String functions, String... userSourceLines) {
        List<String> lines = new ArrayList<>(List.of("DemoMode=0", "[Function Settings]", functions));
        lines.add("[User Source Settings]");
        lines.addAll(List.of(userSourceLines));
        licensed();
        return ServerProcess.start(home, lines.toArray(String[]::new));
    }

    /** Outside demo mode a server needs a licence; its operator issues it. */
    private void licensed() {
        if (!Files.exists(home.resolve("AnyChat.cer"))) {
            ServerCommand issued = ServerCommand.run(home, "license", "issue", "--self");
            assertEquals(0, issued.exitCode(), issued::toString);
        }
    }

    private int login(ServerProcess server, String name, String password) {
        return LoginUser.login(server, runtime, name, password);
    }

    private void user(String standardInput, String... arguments) throws Exception {
        Outcome outcome = UserCommandProcess.run(home, standardInput, arguments);
        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertEquals("", outcome.errors());
    }

    @Test
    void shouldLetUsersOfAPasswordFileIn() throws Exception {
        try (ServerProcess server = start("AllowGuestLogin=0", "UserSource=htpasswd", "AccountLockoutFailures=3")) {
            assertEquals(206, login(server, "ann", "ann-word"), "without the file");
            user("ann-word\n", "add", "ann");
            assertEquals(0, login(server, "ann", "ann-word"));
            assertEquals(204, login(server, "guest", ""));
            assertEquals(200, login(server, "nobody", "ann-word"));
            user("new-word\n", "password", "ann");
            assertEquals(200, login(server, "ann", "ann-word"));
            assertEquals(0, login(server, "ann", "new-word"));
            for (int guess = 0; guess < 3; guess++) {
                assertEquals(200, login(server, "ann", "guess" + guess));
            }
            assertEquals(202, login(server, "ann", "new-word"));
            assertEquals(202, login(server, "ANN", "new-word"));
            String log = server.output() + Files.readString(home.resolve("AnyChatCoreServer.log"));
            assertFalse(log.contains("-word") || log.contains("guess1"), log);
        }
    }

    @Test
    void shouldLetUsersOfTheEmbeddedDatabaseInAndCloseTheirEarlierLink() throws Exception {
        try (ServerProcess server =
                start("CloseFrontLink=1", "UserSource=sql", "UserSourceTellsUnknown=1", "AddressLockoutFailures=3")) {
            user("ann-word\n", "add", "ann", "--level", "3", "--nickname", "Ann of Green Gables");
            user("ben-word\n", "add", "ben");
            try (LoginUser first = LoginUser.stay(server, runtime);
                    LoginUser second = LoginUser.stay(server, runtime);
                    LoginUser other = LoginUser.stay(server, runtime)) {
                ReplyBody.LoggedIn ann = first.loggedIn("ann", "ann-word");
                assertEquals(1, ann.userId());
                assertEquals(3, ann.level());
                assertEquals("Ann of Green Gables", ann.name());
                assertEquals(2, other.loggedIn("ben", "ben-word").userId());
                assertEquals(1, second.loggedIn("ann", "ann-word").userId());
                assertEquals(209, first.closeCode());
            }
            assertEquals(205, login(server, "nobody", "x"));
            user("", "remove", "ben");
            assertEquals(205, login(server, "ben", "ben-word"));
            assertEquals(200, login(server, "ann", "x"));
            assertEquals(203, login(server, "ann", "ann-word"));
        }
    }

    @Test
    void shouldLetWhoHasTheLevelKickAndBan() throws Exception {
        try (ServerProcess server = start("ControlLevel=5", "UserSource=sql")) {
            user("boss-word\n", "add", "boss", "--level", "5");
            try (LoginUser boss = LoginUser.stay(server, runtime);
                    LoginUser rude = LoginUser.stay(server, runtime)) {
                int bossId = boss.loggedIn("boss", "boss-word").userId();
                int rudeId = rude.loggedIn("Rude", "").userId();
                assertEquals(213, rude.kick(bossId));
                assertEquals(213, rude.ban("127.0.0.*"));
                assertEquals(0, boss.kick(rudeId));
                assertEquals(211, rude.closeCode());

                boss.ban("127.0.0.*");
                assertEquals(113, boss.closeCode());
            }
            assertEquals(113, login(server, "boss", "boss-word"));
            assertTrue(Files.readString(home.resolve("AnyChatBans.txt")).contains("127.0.0.*"));
        }
    }

    @Test
    void shouldLetUsersWithATokenInAndKeepTheirEarlierLink() throws Exception {
        PublicJsonWebKey key = OkpJwkGenerator.generateJwk("Ed25519");
        Files.writeString(
                home.resolve("AnyChatKeys.json"), "{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}");
        try (ServerProcess server =
                start("CloseFrontLink=0", "UserSource=jwt", "JWTIssuer=portal", "JWTAudience=anychat")) {
            assertEquals(200, login(server, "ann", token(key, "ann", -3_600)));
            assertEquals(200, login(server, "ben", token(key, "ann", 60)));
            assertEquals(200, login(server, "ann", "no token"));
            assertEquals(200, login(server, "ann", token(OkpJwkGenerator.generateJwk("Ed25519"), "ann", 60)));
            try (LoginUser first = LoginUser.stay(server, runtime)) {
                assertEquals(77, first.loggedIn("ann", token(key, "ann", 60)).userId());
                assertEquals(201, login(server, "ann", token(key, "ann", 60)));
            }
        }
    }

    private static String token(PublicJsonWebKey key, String subject, int seconds) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setIssuer("portal");
        claims.setAudience("anychat");
        claims.setExpirationTimeMinutesInTheFuture(seconds / 60f);
        claims.setClaim("userId", 77);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue("EdDSA");
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }

    @Test
    void shouldAskAWebServiceAndSayWhenItIsDown() throws Exception {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/login", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = "{\"userId\":5,\"nickname\":\"Ann\"}".getBytes(StandardCharsets.UTF_8);
            boolean known = body.contains("\"name\":\"ann\"") && body.contains("\"password\":\"ann-word\"");
            exchange.sendResponseHeaders(known ? 200 : 401, known ? answer.length : -1);
            if (known) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        service.start();
        String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/login";
        try (ServerProcess server = start("AutoAddRoom=1", "UserSource=http", "HTTPUrl=" + url)) {
            assertEquals(0, login(server, "ann", "ann-word"));
            assertEquals(200, login(server, "ann", "x"));
            assertEquals(0, login(server, "guest", ""));
            service.stop(0);
            assertEquals(206, login(server, "ann", "ann-word"));
            assertEquals(0, login(server, "guest", ""), "guests need no source");
        }
    }

    @Test
    void shouldSayWhenAWebServiceIsTooSlow() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerProcess server = start(
                        "AutoAddRoom=1",
                        "UserSource=http",
                        "UserSourceTimeoutMs=300",
                        "HTTPUrl=http://127.0.0.1:" + silent.getLocalPort() + "/")) {
            assertEquals(207, login(server, "ann", "ann-word"));
            assertEquals(0, login(server, "guest", ""));
        }
    }

    @Test
    void shouldIgnoreUserSourceAndGuestPolicyInDemoMode() {
        try (ServerProcess server = ServerProcess.start(
                home,
                "DemoMode=1",
                "[Function Settings]",
                "AllowGuestLogin=0",
                "[User Source Settings]",
                "UserSource=htpasswd")) {
            assertEquals(0, login(server, "guest", ""));
            assertEquals(0, login(server, "ann", "anything"));
            assertTrue(server.output().contains("DemoMode=1 takes any password"), server::output);
        }
    }

    @Test
    void shouldRunTheCommandsOfTheDocument() throws Exception {
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), "[User Source Settings]\nUserSource=htpasswd,sql\n");
        List<String> lines = Files.readAllLines(ServerProcess.repository().resolve("docs/login.md")).stream()
                .filter(line -> line.startsWith("./run.sh user "))
                .toList();
        assertEquals(5, lines.size());
        for (String line : lines) {
            List<String> arguments = new ArrayList<>();
            Matcher words = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line.substring("./run.sh user ".length()));
            while (words.find()) {
                arguments.add(words.group(1) == null ? words.group(2) : words.group(1));
            }
            if (arguments.contains("--level")) {
                arguments.addAll(List.of("--source", "sql"));
            }
            user("word\n", arguments.toArray(String[]::new));
        }
    }

    @Test
    void shouldExplainTheUserCommand() throws Exception {
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), "[User Source Settings]\nUserSource=none\n");
        Outcome nowhere = UserCommandProcess.run(home, "word\n", "add", "ann");
        assertEquals(78, nowhere.exitCode());
        assertTrue(nowhere.errors().contains("UserSource"), nowhere.errors());
        user("ann-word\n", "add", "--source", "sql", "ann");
        Outcome again = UserCommandProcess.run(home, "ann-word\n", "add", "--source", "sql", "ann");
        assertEquals(1, again.exitCode());
        assertTrue(again.errors().contains("ann") && !again.errors().contains("Exception"), again.errors());
        assertEquals(
                "ann\t1\t0\tann\n",
                UserCommandProcess.run(home, "", "list", "--source", "sql").output());
        assertEquals(
                64,
                UserCommandProcess.run(home, "\n", "add", "--source", "sql", "ben")
                        .exitCode());
        assertEquals(64, UserCommandProcess.run(home, "").exitCode());
        assertTrue(UserCommandProcess.run(home, "word\n", "hash").output().startsWith("$argon2id$"));
    }
}
