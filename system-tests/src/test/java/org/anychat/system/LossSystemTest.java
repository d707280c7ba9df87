package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A browser whose network loses every twentieth packet, 50 ms away, sees a picture that goes on: what is lost is sent again. */
@Tag("slow")
@Timeout(300)
class LossSystemTest {
    private static final long FAST = 20_000_000;
    private static final int PATIENCE_MS = 120_000;
    private static final int MEASURE_MS = 20_000;
    private static final int LOSS_PERCENT = 5;
    private static final int ROUND_TRIP_MS = 50;
    /** Of some hundred packets in twenty seconds every twentieth is lost, that is more than a dozen. */
    private static final int SOME_NACKS = 5;

    private static final String METER = """
            const seen = { frames: 0, longestMs: 0, lastMs: 0 };
            window.restartLoss = () => Object.assign(seen, { longestMs: 0, lastMs: performance.now() });
            window.loss = async () => {
              const video = (await window.peerStats()).filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
              const sum = (name) => video.reduce((total, stats) => total + (stats[name] ?? 0), 0);
              return { frames: sum('framesDecoded'), dropped: sum('framesDropped'), nacks: sum('nackCount'),
                plis: sum('pliCount'), lost: sum('packetsLost'), packets: sum('packetsReceived'),
                longestMs: Math.round(seen.longestMs) };
            };
            const look = async () => {
              const { frames } = await window.loss();
              const now = performance.now();
              if (frames !== seen.frames) {
                seen.longestMs = Math.max(seen.longestMs, now - (seen.lastMs || now));
                Object.assign(seen, { frames, lastMs: now });
              }
              setTimeout(look, 20);
            };
            look();
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWithThePictureWherePacketsAreLost(BrowserKind viewer) throws IOException {
        int udpPort = ServerProcess.freeUdpPort();
        Path camera = LivelyCamera.write(folder);
        Path microphone = FakeMedia.RED_GREEN.writeMicrophone(folder);
        try (ShapedProxy proxy = new ShapedProxy(udpPort, FAST);
                ServerProcess server = ServerProcess.startBehind(folder, udpPort, proxy);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, "Ann", camera, microphone);
                Participant ben = viewer.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW)) {
            proxy.delayMs(ROUND_TRIP_MS);
            ben.page().addInitScript(PeerStats.SCRIPT + METER);
            ann.join(server, 1);
            ben.join(server, 1);
            Participant.awaitPromised(
                    ben.page(), "() => window.loss?.().then(({ frames }) => frames > 30)", null, PATIENCE_MS);
            Map<?, ?> whole = measure(ben.page());
            proxy.lossPercent(LOSS_PERCENT);
            Map<?, ?> lossy = measure(ben.page());

            String seen = viewer + " with nothing lost " + whole + ", with " + LOSS_PERCENT + " % lost " + lossy;
            System.out.println("FIGURES video at " + seen);
            assertTrue(number(lossy, "nacks") >= SOME_NACKS, seen);
            assertTrue(number(lossy, "frames") >= 0.75 * number(whole, "frames"), seen);
            assertTrue(number(lossy, "longestMs") <= Math.max(1_500, 2 * number(whole, "longestMs")), seen);
        }
    }

    /** What came within a while. */
    private static Map<String, Double> measure(Page page) {
        page.evaluate("() => window.restartLoss()");
        Map<?, ?> from = loss(page);
        page.waitForTimeout(MEASURE_MS);
        Map<?, ?> to = loss(page);
        return Map.of(
                "frames", number(to, "frames") - number(from, "frames"),
                "dropped", number(to, "dropped") - number(from, "dropped"),
                "nacks", number(to, "nacks") - number(from, "nacks"),
                "plis", number(to, "plis") - number(from, "plis"),
                "lost", number(to, "lost") - number(from, "lost"),
                "packets", number(to, "packets") - number(from, "packets"),
                "longestMs", number(to, "longestMs"));
    }

    private static Map<?, ?> loss(Page page) {
        return (Map<?, ?>) page.evaluate("() => window.loss()");
    }

    private static double number(Map<?, ?> figures, String name) {
        return ((Number) figures.get(name)).doubleValue();
    }
}
