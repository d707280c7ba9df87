package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import org.anychat.client.ClientRuntime;
import org.anychat.system.WireMeter.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser sends what the ini says, what its application says instead, and what the ini says again: measured behind the relay. */
class AvSettingsSystemTest {
    private static final String[] INI = {
        "[Video Settings]",
        "VideoSize=0",
        "VideoWidth=320",
        "VideoHeight=240",
        "VideoFPS=8",
        "VideoGOPSize=32",
        "VideoBitrate=60000",
        "VideoCodec=1",
        "[Audio Settings]",
        "AudioSamplesPerSec=16000",
        "AudioChannels=1",
        "AudioCodec=11",
        "AudioBitrate=15850"
    };
    private static final SequenceParameterSet OF_INI = new SequenceParameterSet(320, 240);
    private static final SequenceParameterSet OWN = new SequenceParameterSet(160, 120);

    @TempDir
    Path folder;

    @Test
    void shouldSendWhatTheIniSaysUntilTheApplicationOverridesIt() {
        Path camera = LivelyCamera.write(folder);
        Path microphone = FakeMedia.RED_GREEN.writeMicrophone(folder);
        try (ServerProcess server = ServerProcess.start(folder, INI);
                ClientRuntime runtime = ClientRuntime.create(1);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, "Ann", camera, microphone)) {
            WireMeter meter = new WireMeter();
            SdkUser watcher = SdkUser.inRoom(server, runtime, "Watcher", 1);
            SdkUser.await(watcher.client().subscribe(meter));
            ann.join(server, 1);

            assertVideo(meter.measure(OF_INI, 32, 4), 8, 32, 60_000);

            ann.page()
                    .evaluate("() => { const { client } = window.anychat;"
                            + "client.setVideoParameters({ width: 160, height: 120, fps: 5, bitrate: 30000, gop: 10 });"
                            + "return client.applyParameters(); }");
            assertVideo(meter.measure(OWN, 10, 5), 5, 10, 30_000);

            ann.page().evaluate("() => window.anychat.client.applyParameters(false)");
            assertVideo(meter.measure(OF_INI, 32, 2), 8, 32, 60_000);
        }
    }

    private static void assertVideo(Measurement measured, int fps, int gop, int bitrateBps) {
        System.out.println("measured " + measured);
        assertEquals(fps, measured.framesPerSecond(), 0.1 * fps, measured.toString());
        assertTrue(
                measured.keyFrameDistances().stream().allMatch(List.of(gop, gop + 1)::contains), measured.toString());
        assertEquals(bitrateBps, measured.videoBps(), 0.25 * bitrateBps, measured.toString());
        assertEquals(50, measured.audioPacketsPerSecond(), 2, measured.toString());
        assertTrue(measured.audioBps() <= 15_850 * 1.05, measured.toString());
        assertEquals(0, measured.stereoPackets(), measured.toString());
    }
}
