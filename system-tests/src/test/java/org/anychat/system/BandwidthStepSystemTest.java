package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A browser with simulcast publishes; another one's network gets slow and fast again: its picture gets smaller and larger. */
@Tag("slow")
@Timeout(300)
class BandwidthStepSystemTest {
    private static final long FAST = 4_000_000;
    private static final long SLOW = 300_000;
    private static final int SMALL = 120;
    private static final int LARGE = 240;

    private static final String[] INI = {
        "[Video Settings]",
        "VideoSize=0",
        "VideoWidth=640",
        "VideoHeight=480",
        "VideoFPS=15",
        "VideoGOPSize=3000",
        "VideoBitrate=1200000",
        "VideoCodec=1"
    };

    /** As an application publishes two layers, of sizes alone: with temporal layers, fewer frames might be enough. */
    private static final String SIMULCAST = """
            window.published = [];
            const { addTransceiver } = RTCPeerConnection.prototype;
            RTCPeerConnection.prototype.addTransceiver = function (track, init) {
              window.published.push(this);
              const sendEncodings = [
                { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 120000, scalabilityMode: 'L1T1' },
                { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 350000, scalabilityMode: 'L1T1' },
              ];
              const transceiver = addTransceiver.call(this, track,
                track.kind === 'video' ? { ...init, sendEncodings } : init);
              if (track.kind === 'video') {
                const { codecs } = RTCRtpReceiver.getCapabilities('video');
                transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => /VP8|rtx/i.test(mimeType)));
                transceiver.setCodecPreferences = () => {};
              }
              return transceiver;
            };
            const { setParameters } = RTCRtpSender.prototype;
            RTCRtpSender.prototype.setParameters = function (parameters) {
              return this.track?.kind === 'video' ? Promise.resolve() : setParameters.call(this, parameters);
            };
            """;

    /** Counts what the browser decodes: the height of the picture, and the longest time without a new one. */
    private static final String METER = """
            window.pictures = { height: 0, frames: 0, longestMs: 0, sinceMs: 0, restart() {
              this.longestMs = 0; this.sinceMs = performance.now(); } };
            setInterval(async () => {
              for (const stats of await window.peerStats()) {
                if (stats.type === 'inbound-rtp' && stats.kind === 'video' && stats.framesDecoded > 0) {
                  const { pictures } = window, now = performance.now();
                  if (stats.framesDecoded !== pictures.frames) {
                    pictures.longestMs = Math.max(pictures.longestMs, now - (pictures.sinceMs || now));
                    Object.assign(pictures, { frames: stats.framesDecoded, height: stats.frameHeight, sinceMs: now });
                  }
                }
              }
            }, 50);
            """;

    private static final String LAYERS = """
            async () => JSON.stringify((await Promise.all(window.published.map((pc) => pc.getStats())))
              .flatMap((report) => [...report.values()]).filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video')
              .map(({ rid, active, frameHeight, framesPerSecond, bytesSent, qualityLimitationReason, targetBitrate }) =>
                ({ rid, active, frameHeight, framesPerSecond, bytesSent, qualityLimitationReason, targetBitrate })))
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldSendSmallerPicturesOverASlowNetworkAndLargeOnesAgain(BrowserKind viewer) throws IOException {
        int udpPort = ServerProcess.freeUdpPort();
        Path camera = LivelyCamera.write(folder);
        Path microphone = FakeMedia.RED_GREEN.writeMicrophone(folder);
        try (ShapedProxy proxy = new ShapedProxy(udpPort, FAST);
                ServerProcess server = ServerProcess.startBehind(folder, udpPort, proxy, INI);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, "Ann", camera, microphone);
                Participant ben = viewer.open(playwright, folder, "Ben", FakeMedia.RED_GREEN)) {
            ann.page().addInitScript(SIMULCAST);
            ben.page().addInitScript(PeerStats.SCRIPT + METER);
            ann.join(server, 1);
            ben.join(server, 1);
            awaitLarge(ann, ben);

            restart(ben.page());
            proxy.bitrateBps(SLOW);
            long downMs = awaitOtherHeight(ben, LARGE, 20);
            proxy.takeMostBytes();
            long fromNs = System.nanoTime();
            ben.page().waitForTimeout(10_000);
            long slowBps = proxy.takeMostBytes() * 8 * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - fromNs);
            Map<?, ?> slow = pictures(ben.page());
            proxy.bitrateBps(FAST);
            restart(ben.page());
            long upMs = awaitHeight(ben, LARGE, 40);
            ben.page().waitForTimeout(5_000);
            Map<?, ?> fast = pictures(ben.page());
            String seen = viewer + " sees it go down after " + downMs + " ms, " + slowBps / 1000 + " kbit/s of "
                    + SLOW / 1000 + " in " + slow + "; up after " + upMs + " ms, " + fast;
            System.out.println(seen);
            assertTrue(number(slow, "height") >= SMALL && number(slow, "height") < LARGE, seen);
            assertTrue(number(slow, "longestMs") <= 1_000, seen);
            assertTrue(number(fast, "longestMs") <= 1_000, seen);
            assertTrue(downMs <= 5_000, seen);
            assertTrue(upMs <= 20_000, seen);
        }
    }

    private static void awaitLarge(Participant publisher, Participant viewer) {
        try {
            awaitHeight(viewer, LARGE, 40);
        } catch (AssertionError e) {
            throw new AssertionError("what is published: " + publisher.page().evaluate(LAYERS), e);
        }
    }

    private static void restart(Page page) {
        page.evaluate("() => window.pictures.restart()");
    }

    private static Map<?, ?> pictures(Page page) {
        return (Map<?, ?>) page.evaluate(
                "() => ({ height: window.pictures.height, longestMs: Math.round(window.pictures.longestMs) })");
    }

    private static double number(Map<?, ?> pictures, String name) {
        return ((Number) pictures.get(name)).doubleValue();
    }

    private static long awaitHeight(Participant viewer, int height, long seconds) {
        return await(viewer, "height => window.pictures.height === height", height, seconds);
    }

    private static long awaitOtherHeight(Participant viewer, int height, long seconds) {
        return await(viewer, "height => window.pictures.height !== height", height, seconds);
    }

    private static long await(Participant viewer, String condition, int height, long seconds) {
        long fromNs = System.nanoTime();
        try {
            viewer.page()
                    .waitForFunction(
                            condition,
                            height,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(1000.0 * seconds)
                                    .setPollingInterval(50));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    condition + " " + height + ": " + pictures(viewer.page()) + "\n" + viewer.console(), e);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fromNs);
    }
}
