package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WHIP client behind a balancer that sends each request to another gateway. */
class WhipClusterSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOKEN = "Bearer secret";
    private static final String OFFER = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=ice-ufrag:abcd
            a=ice-pwd:thePasswordOfTheClient01234
            a=fingerprint:sha-256 %s11
            a=setup:actpass
            a=rtcp-mux
            a=sendonly
            a=mid:0
            a=rtpmap:111 opus/48000/2
            """.formatted("11:".repeat(31)).replace("\n", "\r\n");
    private static final String ANEW = "a=ice-ufrag:efgh\r\na=ice-pwd:anotherPasswordOfTheClient\r\n";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void shouldTakeRequestsAtAnyGateway() throws Exception {
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 2, Map.of())) {
            ServerProcess east = start(cluster, "east", "all");
            ServerProcess west = start(cluster, "west", "gateway");
            HttpResponse<String> created = ask(east, "POST", "/whip/1/Camera", TOKEN, "application/sdp", OFFER);
            assertEquals(201, created.statusCode(), created::body);
            String session = created.headers().firstValue("Location").orElseThrow();

            HttpResponse<String> restarted = patch(west, session, TOKEN);

            assertEquals(200, restarted.statusCode(), restarted::body);
            assertTrue(restarted.body().contains("a=ice-ufrag:"), restarted::body);
            assertNotEquals(
                    created.headers().firstValue("ETag"), restarted.headers().firstValue("ETag"));
            assertEquals(401, patch(west, session, "Bearer another").statusCode());
            assertEquals(
                    404, patch(west, session.replace("whip-", "whep-"), TOKEN).statusCode());
            assertEquals(404, patch(west, session + "0", TOKEN).statusCode());
            assertEquals(200, delete(west, session).statusCode());
            assertEquals(404, delete(west, session).statusCode());
            assertEquals(404, delete(east, session).statusCode());
        }
    }

    @Test
    void shouldForgetTheSessionsOfAGatewayThatIsGone() throws Exception {
        try (ClusterProcesses cluster = new ClusterProcesses(folder, 2, Map.of())) {
            ServerProcess east = start(cluster, "east", "all");
            ServerProcess west = start(cluster, "west", "gateway");
            HttpResponse<String> created = ask(west, "POST", "/whip/1/Camera", TOKEN, "application/sdp", OFFER);
            String session = created.headers().firstValue("Location").orElseThrow(() -> new AssertionError(created));
            assertEquals(200, patch(east, session, TOKEN).statusCode());

            west.kill();

            // Until the cluster knows, the other gateway can only say that nobody answers.
            int status = delete(east, session).statusCode();
            assertTrue(status == 503 || status == 404, () -> Integer.toString(status));
            east.awaitMatch("Process west.* has left the cluster");
            assertEquals(404, delete(east, session).statusCode());
        }
    }

    private static ServerProcess start(ClusterProcesses cluster, String node, String services) throws Exception {
        ServerProcess process = cluster.start(node, services);
        process.awaitReady();
        return process;
    }

    private HttpResponse<String> patch(ServerProcess gateway, String session, String token)
            throws IOException, InterruptedException {
        return ask(gateway, "PATCH", session, token, "application/trickle-ice-sdpfrag", ANEW);
    }

    private HttpResponse<String> delete(ServerProcess gateway, String session)
            throws IOException, InterruptedException {
        return ask(gateway, "DELETE", session, TOKEN, "text/plain", "");
    }

    private HttpResponse<String> ask(
            ServerProcess gateway, String method, String path, String token, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.tcpPort() + path))
                .timeout(PATIENCE)
                .header("Authorization", token)
                .header("Content-Type", type)
                .header("If-Match", "*")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
