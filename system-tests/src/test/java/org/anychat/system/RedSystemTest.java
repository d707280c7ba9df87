package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.anychat.client.ClientRuntime;
import org.anychat.system.WireMeter.Sounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser sends redundant sound; another that loses packets gets it, and the Java SDK gets plain Opus. */
class RedSystemTest {
    private static final long FAST = 20_000_000;

    /** Keeps the page's connections, and sums up what they say about sound. */
    private static final String METER = """
            const pcs = [];
            const Original = window.RTCPeerConnection;
            window.RTCPeerConnection = new Proxy(Original, {
              construct: (target, args) => { const pc = new target(...args); pcs.push(pc); return pc; },
            });
            window.sound = async (type, keys) => {
              const sums = Object.fromEntries(keys.map((key) => [key, 0]));
              for (const pc of pcs) {
                for (const stats of (await pc.getStats()).values()) {
                  if (stats.type === type && stats.kind === 'audio') {
                    keys.forEach((key) => { sums[key] += stats[key] ?? 0; });
                  }
                }
              }
              return sums;
            };
            """;

    private static final String SENT = "() => sound('outbound-rtp', ['bytesSent', 'packetsSent'])";
    private static final String DECODED =
            "async () => (await sound('inbound-rtp', ['totalSamplesReceived']))" + ".totalSamplesReceived > 48000";
    private static final String RECEIVED =
            "() => sound('inbound-rtp', ['packetsReceived', 'packetsLost', 'concealedSamples', 'totalSamplesReceived'])";
    /**
     * Much less had to be made up than was lost: a packet is 20 ms. What browsers count as FEC is that within Opus, which the
     * publisher does not send, as it loses nothing.
     */
    private static final String REPAIRED = """
            async (from) => {
              const { packetsLost, concealedSamples } = await sound('inbound-rtp', ['packetsLost', 'concealedSamples']);
              const lost = packetsLost - from.packetsLost;
              return lost > 50 && concealedSamples - from.concealedSamples < 0.4 * 960 * lost;
            }
            """;

    /** Browsers report losses every few seconds, and this machine may be busy. */
    private static final double PATIENCE_MS = 120_000;

    @TempDir
    Path folder;

    @Test
    void shouldRepairTheSoundOfABrowserThatLosesPackets() throws IOException {
        int udpPort = ServerProcess.freeUdpPort();
        Path camera = FakeMedia.RED_GREEN.writeCamera(folder);
        Path microphone = FakeMedia.RED_GREEN.writeMicrophone(folder);
        try (ShapedProxy proxy = new ShapedProxy(udpPort, FAST);
                ServerProcess server = ServerProcess.startBehind(folder, udpPort, proxy);
                ClientRuntime runtime = ClientRuntime.create(1);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, "Ann", camera, microphone);
                Participant ben = Participant.open(playwright, "Ben", camera, microphone)) {
            ann.page().addInitScript(METER);
            ben.page().addInitScript(METER);
            ann.join(server, 1);
            SdkUser watcher = SdkUser.inRoom(server, runtime, "Watcher", 1);
            WireMeter meter = new WireMeter();
            SdkUser.await(watcher.client().subscribe(meter));

            Sounds plain = meter.measureSound(4);
            double bytesSent = bytesPerPacket(ann.page());
            double bytesGot = plain.bps() / 8 / plain.packetsPerSecond();
            System.out.println(
                    "FIGURES bytes of a packet of sound: sent " + bytesSent + ", at the Java SDK " + bytesGot);
            assertTrue(bytesSent > 1.6 * bytesGot, bytesSent + " sent, " + bytesGot + " at the Java SDK");

            ben.join(server, 1);
            Participant.awaitPromised(ben.page(), DECODED, null, PATIENCE_MS);
            proxy.lossPercent(10);
            Object before = ben.page().evaluate(RECEIVED);
            Participant.awaitPromised(ben.page(), REPAIRED, before, PATIENCE_MS);
            System.out.println("FIGURES sound with 10 % lost: before " + before + ", then "
                    + ben.page().evaluate(RECEIVED));
        }
    }

    private static double bytesPerPacket(Page page) {
        Map<?, ?> sent = (Map<?, ?>) page.evaluate(SENT);
        return number(sent.get("bytesSent")) / number(sent.get("packetsSent"));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
