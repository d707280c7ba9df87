package org.anychat.client.bot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.anychat.client.ProtocolServer;
import org.anychat.client.media.MediaGateway;
import org.anychat.client.media.MediaLoop;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class BotMainIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldJoinSendWatchAndTellWhatItSaw() throws Exception {
        try (MediaLoop loop = new MediaLoop();
                ProtocolServer server = ProtocolServer.start(new MediaGateway(loop))) {
            int exitCode = execute("--server", "127.0.0.1:" + server.port(), "--watch", "--stats", "--duration", "15s");

            assertEquals(0, exitCode, err.toString());
        }
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.size() >= 5, out.toString());
        Map<String, String> last = values(lines.get(lines.size() - 1));
        assertEquals("1", last.get("joined"), out.toString());
        assertEquals("1", last.get("tracks"), out.toString());
        assertTrue(Integer.parseInt(last.get("rx_frames")) > 0, out.toString());
        assertTrue(Integer.parseInt(last.get("tx_packets")) > 0, out.toString());
        assertTrue(Integer.parseInt(last.get("first_key_frame_ms")) >= Integer.parseInt(last.get("first_packet_ms")));
    }

    @Test
    void shouldJoinAsManyUsersWithoutMedia() throws Exception {
        try (ProtocolServer server = ProtocolServer.start(ProtocolServer::greet)) {
            String address = "127.0.0.1:" + server.port();

            assertEquals(0, execute("--server", address, "--count", "3", "--no-publish", "--duration", "3s"));
        }
        Map<String, String> line = values(out.toString().trim());
        assertEquals("3", line.get("bots"));
        assertEquals("3", line.get("joined"));
        assertEquals("0", line.get("tx_packets"));
    }

    @Test
    void shouldEndWithOneWhereABotNeverJoined() throws Exception {
        try (ProtocolServer server = ProtocolServer.start((request, peer) -> {
            if (request instanceof ClientRequest.Login) {
                peer.send(Reply.failure(request.id(), 105, null));
            } else {
                ProtocolServer.greet(request, peer);
            }
        })) {
            assertEquals(1, execute("--server", "127.0.0.1:" + server.port(), "--duration", "500ms"));
        }
        assertEquals("0", values(out.toString().trim()).get("joined"));
    }

    @Test
    void shouldRefuseWrongOptions() {
        assertEquals(64, execute("--server", "localhost:99999"));
        assertEquals(64, execute("--duration", "soon"));
        assertEquals(64, execute("--count", "0"));
        assertEquals(64, execute("--up", "-1"));
        assertTrue(err.toString().contains("'soon' is no time; give one such as 500ms, 60s, 5m or 1h"), err.toString());
    }

    @Test
    void shouldReadServerAddresses() {
        assertEquals(new ServerAddress("example.org", 8906), ServerAddress.parse("example.org"));
        assertEquals(new ServerAddress("example.org", 443), ServerAddress.parse("example.org:443"));
        assertEquals(new ServerAddress("::1", 8906), ServerAddress.parse("::1"));
        assertEquals(new ServerAddress("::1", 443), ServerAddress.parse("[::1]:443"));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = BotMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private static Map<String, String> values(String line) {
        return Arrays.stream(line.split(" "))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
