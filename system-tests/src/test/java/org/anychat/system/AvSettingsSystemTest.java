package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.MediaCodec;
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

    /** What {@code docs/av-settings.md} lets quality 5 cost at this size and rate. */
    private static final int QUALITY_5_BPS = 43_200;

    /** What a browser's application would do that knows nothing of this server's SDK. */
    private static final String WITHOUT_MAX_BITRATE = """
            const { addTransceiver } = RTCPeerConnection.prototype;
            RTCPeerConnection.prototype.addTransceiver = function (track, { sendEncodings, ...init }) {
              return addTransceiver.call(this, track, track.kind === 'audio' ? init : { sendEncodings, ...init });
            };
            const { setParameters } = RTCRtpSender.prototype;
            RTCRtpSender.prototype.setParameters = function (parameters) {
              return this.track?.kind === 'audio' ? Promise.resolve() : setParameters.call(this, parameters);
            };
            """;

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
            assertVideo(meter.measure(OWN, 10, 4), 5, 10, 30_000);

            ann.page().evaluate("() => window.anychat.client.applyParameters(false)");
            assertVideo(meter.measure(OF_INI, 32, 2), 8, 32, 60_000);
        }
    }

    @Test
    void shouldFollowInSoundByTheAnswerAloneAndInCodecAndQuality() {
        Path camera = LivelyCamera.write(folder);
        Path microphone = FakeMedia.RED_GREEN.writeMicrophone(folder);
        try (ServerProcess server = ServerProcess.start(folder, INI);
                ClientRuntime runtime = ClientRuntime.create(1);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, "Ann", camera, microphone)) {
            WireMeter meter = new WireMeter();
            SdkUser watcher = SdkUser.inRoom(server, runtime, "Watcher", 1);
            SdkUser.await(watcher.client().subscribe(meter));
            ann.page().addInitScript(WITHOUT_MAX_BITRATE);
            ann.join(server, 1);

            assertSound(meter.measureSound(4));

            ann.page()
                    .evaluate(
                            "() => { const { client } = window.anychat;"
                                    + "client.setAudioParameters({ channels: 2, bitrate: 64000 }); return client.applyParameters(); }");
            meter.awaitChannels(2);
            WireMeter.Sounds stereo = meter.measureSound(4);
            assertTrue(stereo.stereoPackets() > 0, stereo.toString());
            assertTrue(stereo.bps() > 20_000 && stereo.bps() < 64_000 * 1.05, stereo.toString());
            assertEquals(50, stereo.packetsPerSecond(), 2, stereo.toString());

            ann.page().evaluate("() => window.anychat.client.applyParameters(false)");
            meter.awaitChannels(1);
            assertSound(meter.measureSound(4));

            ann.page()
                    .evaluate("() => { const { client } = window.anychat;"
                            + "client.setVideoParameters({ codec: 'VP8' }); return client.applyParameters(); }");
            meter.awaitPictures(MediaCodec.VP8);
            ann.page().evaluate("() => window.anychat.client.applyParameters(false)");
            meter.awaitPictures(MediaCodec.H264);

            ann.page()
                    .evaluate("() => { const { client } = window.anychat;"
                            + "client.setVideoParameters({ width: 160, height: 120, fps: 5, gop: 10, codec: undefined,"
                            + " bitrate: 0, quality: 5 }); return client.applyParameters(); }");
            assertEquals(QUALITY_5_BPS, meter.measure(OWN, 10, 2).videoBps(), 0.25 * QUALITY_5_BPS);
        }
    }

    private static void assertVideo(Measurement measured, int fps, int gop, int bitrateBps) {
        assertEquals(fps, measured.framesPerSecond(), 0.1 * fps, measured.toString());
        assertTrue(
                measured.keyFrameDistances().stream().allMatch(List.of(gop, gop + 1)::contains), measured.toString());
        assertEquals(bitrateBps, measured.videoBps(), 0.25 * bitrateBps, measured.toString());
        assertSound(measured.sounds());
    }

    /** Opus varies its bitrate around the average that it is told, and keeps below it here. */
    private static void assertSound(WireMeter.Sounds sounds) {
        assertEquals(50, sounds.packetsPerSecond(), 2, sounds.toString());
        assertTrue(sounds.bps() > 8_000 && sounds.bps() <= 15_850 * 1.05, sounds.toString());
        assertEquals(0, sounds.stereoPackets(), sounds.toString());
    }
}
