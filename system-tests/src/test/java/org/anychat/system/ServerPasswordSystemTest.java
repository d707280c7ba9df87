package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code SDKAuthPass} from outside (manual 3.2). */
class ServerPasswordSystemTest {
    private static final String PASSWORD_OF_64_BYTES = "\u5BC6\u7801-" + "s3cret!".repeat(8) + "x";
    private static final Pattern PROOF = Pattern.compile("\"proof\":\"([0-9a-f]{64})\"");

    @TempDir
    Path home;

    @Test
    void shouldTake64BytesWithoutLettingThemCrossTheNetwork() throws Exception {
        try (ServerProcess server = ServerProcess.start(home, "SDKAuthPass=" + PASSWORD_OF_64_BYTES);
                ClientRuntime runtime = ClientRuntime.create(1);
                RecordingProxy network = new RecordingProxy(server.tcpPort());
                LoginUser user = new LoginUser(network.port(), runtime, PASSWORD_OF_64_BYTES)) {
            assertEquals(0, user.connect());
            assertEquals(0, user.loginCode("Ann", ""));
            String heard = network.heard();
            Matcher proof = PROOF.matcher(heard);
            assertTrue(proof.find(), heard);
            assertFalse(heard.contains(PASSWORD_OF_64_BYTES) || heard.contains("s3cret!"), heard);
            assertFalse(server.output().contains("s3cret!"), server::output);
            assertFalse(Files.readString(home.resolve("AnyChatCoreServer.log")).contains("s3cret!"));
            replay(server, proof.group(1));
        }
    }

    private static void replay(ServerProcess server, String proof) throws Exception {
        try (RawLink first = new RawLink(server.tcpPort());
                RawLink second = new RawLink(server.tcpPort())) {
            assertNotEquals(first.challenge(), second.challenge());
            assertEquals(102, first.authenticate(proof));
            JsonNode goodbye = first.next();
            assertEquals("linkClose", goodbye.get("event").asText());
            assertEquals(102, goodbye.get("code").asInt());
            assertTrue(first.isClosedByServer());
        }
    }

    @Test
    void shouldCloseWhoGuessesAndSlowWhoGoesOn() throws Exception {
        try (ServerProcess server = ServerProcess.start(home, "SDKAuthPass=right");
                ClientRuntime runtime = ClientRuntime.create(1)) {
            try (LoginUser user = new LoginUser(server.tcpPort(), runtime, "Right")) {
                assertEquals(102, user.connect());
            }
            for (int guess = 0; guess < 4; guess++) {
                assertEquals(102, guess(server));
            }
            assertEquals(203, guess(server));
        }
    }

    private static int guess(ServerProcess server) throws Exception {
        try (RawLink link = new RawLink(server.tcpPort())) {
            link.challenge();
            int code = link.authenticate("0".repeat(64));
            assertEquals(code, link.next().get("code").asInt());
            assertTrue(link.isClosedByServer());
            return code;
        }
    }

    @Test
    void shouldRefuse65BytesAtTheStart() throws Exception {
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"), "[Base Settings]\nSDKAuthPass=" + PASSWORD_OF_64_BYTES + "x\n");
        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            assertEquals(78, server.awaitExit(), server::output);
            assertTrue(server.output().contains("SDKAuthPass=***"), server::output);
            assertFalse(server.output().contains("s3cret!"), server::output);
        }
    }
}
