package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The eyes and ears of the other tests, tried on a call that needs no server: a page that calls itself. */
class ProbeTest {
    private static final String CALL_ONESELF = """
            <!doctype html><video id="v" autoplay playsinline></video><script>
            (async () => {
              const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
              const a = new RTCPeerConnection(), b = new RTCPeerConnection();
              a.onicecandidate = (e) => e.candidate && b.addIceCandidate(e.candidate);
              b.onicecandidate = (e) => e.candidate && a.addIceCandidate(e.candidate);
              b.ontrack = (e) => { document.getElementById('v').srcObject = e.streams[0]; };
              stream.getTracks().forEach((track) => a.addTrack(track, stream));
              await a.setLocalDescription();
              await b.setRemoteDescription(a.localDescription);
              await b.setLocalDescription();
              await a.setRemoteDescription(b.localDescription);
            })();
            </script>
            """;

    @TempDir
    Path folder;

    @Test
    void shouldNotSeeWhatIsNotThere() {
        try (Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.BLUE_YELLOW)) {
            ann.page().navigate("data:text/html,<p>nothing</p>");
            assertThrows(
                    AssertionError.class, () -> ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), 1_000));
        }
    }

    @Test
    void shouldTellPictureAndToneOfADecodedCall() throws IOException {
        HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", exchange -> {
            byte[] page = CALL_ONESELF.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
        try (Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.BLUE_YELLOW)) {
            ann.page().navigate("http://localhost:" + pages.getAddress().getPort() + "/");
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), 20_000);
            ann.page()
                    .waitForFunction(
                            "() => window.anychatProbe.report().tones[0] > 0",
                            null,
                            new Page.WaitForFunctionOptions().setTimeout(20_000));
            Map<?, ?> report = (Map<?, ?>) ann.page().evaluate("window.anychatProbe.report()");
            assertEquals(
                    FakeMedia.BLUE_YELLOW.toneHz(), ((Number) ((List<?>) report.get("tones")).get(0)).intValue(), 20);
        } finally {
            pages.stop(0);
        }
    }
}
