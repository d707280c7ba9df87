package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A browser publishes video with temporal layers; another one's network has no room for all frames, and gets as many as there is
 * room for instead of none.
 */
@Tag("slow")
class TemporalLayersSystemTest {
    private static final long FAST = 4_000_000;
    /** Of video of 300 kbit/s and sound, no more than the lower temporal layers. */
    private static final long SLOW = 280_000;

    private static final int MEASURE_MS = 10_000;
    private static final int SETTLE_MS = 15_000;
    private static final int PATIENCE_MS = 120_000;

    private static final String[] INI = {
        "[Video Settings]",
        "VideoSize=0",
        "VideoWidth=320",
        "VideoHeight=240",
        "VideoFPS=20",
        "VideoGOPSize=3000",
        "VideoBitrate=300000",
        "VideoCodec=1"
    };

    private static final String PUBLISH_LAYERS = """
            (codec) => {
              const { client } = window.anychat;
              client.setVideoParameters({ codec, scalabilityMode: 'L1T3' });
              return client.applyParameters();
            }
            """;

    private static final String DECODES = "(wanted) => window.decoded === wanted";

    private static final String METER = """
            const pcs = [];
            const Original = window.RTCPeerConnection;
            window.RTCPeerConnection = new Proxy(Original, {
              construct: (target, args) => { const pc = new target(...args); pcs.push(pc); return pc; },
            });
            window.pauses = 0;
            window.countPauses = () => window.anychat.client.addEventListener('videoPaused', ({ detail }) => {
              window.pauses += detail?.paused === false ? 0 : 1; });
            window.pictures = async () => {
              const all = (await Promise.all(pcs.map((pc) => pc.getStats()))).flatMap((report) => [...report.values()]);
              const video = all.filter(({ type, kind, framesDecoded }) =>
                type === 'inbound-rtp' && kind === 'video' && framesDecoded > 0);
              const sum = (name) => video.reduce((total, stats) => total + (stats[name] ?? 0), 0);
              const codecs = video.map(({ codecId }) => all.find(({ id }) => id === codecId)?.mimeType);
              return { frames: sum('framesDecoded'), keyFrames: sum('keyFramesDecoded'), nacks: sum('nackCount'),
                plis: sum('pliCount'), lost: sum('packetsLost'), bytes: sum('bytesReceived'),
                frozenMs: Math.round(1000 * sum('totalFreezesDuration')), codec: codecs.join(), pauses: window.pauses };
            };
            setInterval(async () => { window.decoded = (await window.pictures()).codec; }, 500);
            """;

    @TempDir
    Path folder;

    /** What came in a while. */
    private record Seen(String codec, int frames, int keyFrames, int nacks, int plis, int kilobits, int pauses) {}

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "VP9"})
    void shouldSendFewerFramesBeforeItPausesAVideo(String codec) throws IOException {
        int udpPort = ServerProcess.freeUdpPort();
        Path camera = LivelyCamera.write(folder);
        Path still = FakeMedia.RED_GREEN.writeCamera(folder);
        Path microphone = FakeMedia.RED_GREEN.writeMicrophone(folder);
        try (ShapedProxy proxy = new ShapedProxy(udpPort, FAST);
                ServerProcess server = ServerProcess.startBehind(folder, udpPort, proxy, INI);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, "Ann", camera, microphone);
                Participant ben = Participant.open(playwright, "Ben", still, microphone)) {
            ann.page().setDefaultTimeout(PATIENCE_MS);
            ben.page().setDefaultTimeout(PATIENCE_MS);
            ben.page().addInitScript(METER);
            ann.join(server, 1);
            ann.page().waitForFunction("() => window.anychat?.client?.cameraTrack");
            ann.page().evaluate(PUBLISH_LAYERS, codec);
            ben.join(server, 1);
            ben.page().waitForFunction(DECODES, "video/" + codec);
            ben.page().evaluate("() => window.countPauses()");
            ben.page().waitForTimeout(SETTLE_MS);
            Seen before = measure(ben.page());
            proxy.bitrateBps(SLOW);
            ben.page().waitForTimeout(SETTLE_MS);
            Seen slow = measure(ben.page());
            proxy.bitrateBps(FAST);
            ben.page().waitForTimeout(2 * SETTLE_MS);
            Seen after = measure(ben.page());

            String seen = "before " + before + "; slow " + slow + "; after " + after;
            System.out.println(seen);
            assertEquals("video/" + codec, slow.codec(), seen);
            assertEquals(0, slow.pauses(), seen);
            assertTrue(slow.frames() < 0.75 * before.frames() && slow.frames() > 0.15 * before.frames(), seen);
            assertTrue(after.frames() > 0.75 * before.frames(), seen);
        }
    }

    private static Seen measure(Page page) {
        Map<?, ?> from = pictures(page);
        page.waitForTimeout(MEASURE_MS);
        Map<?, ?> to = pictures(page);
        return new Seen(
                (String) to.get("codec"),
                difference(from, to, "frames"),
                difference(from, to, "keyFrames"),
                difference(from, to, "nacks"),
                difference(from, to, "plis"),
                difference(from, to, "bytes") * 8 / 1000,
                ((Number) to.get("pauses")).intValue());
    }

    private static Map<?, ?> pictures(Page page) {
        return (Map<?, ?>) page.evaluate("() => window.pictures()");
    }

    private static int difference(Map<?, ?> from, Map<?, ?> to, String name) {
        return ((Number) to.get(name)).intValue() - ((Number) from.get(name)).intValue();
    }
}
