package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatException;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Directory;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.protocol.UserStateName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The speak volume that others read follows how loud a browser's microphone is, by the levels in its RTP (RFC 6464). */
class SpeakVolumeSystemTest {
    /** Gives the page a microphone whose loudness the test sets, past the browser's automatic gain. */
    private static final String MICROPHONE = """
            (() => {
              const devices = navigator.mediaDevices;
              const getUserMedia = devices.getUserMedia.bind(devices);
              devices.getUserMedia = async (constraints) => {
                const stream = await getUserMedia(constraints);
                if (stream.getAudioTracks().length === 0) {
                  return stream;
                }
                const context = new AudioContext();
                const tone = new OscillatorNode(context, { frequency: 440 });
                window.testGain = new GainNode(context, { gain: 1 });
                const out = context.createMediaStreamDestination();
                tone.connect(window.testGain).connect(out);
                tone.start();
                return new MediaStream([...stream.getVideoTracks(), ...out.stream.getAudioTracks()]);
              };
            })()
            """;

    private static final double TOLERANCE = 6;

    @TempDir
    Path folder;

    @Test
    void shouldFollowTheLevelOfTheMicrophone() {
        try (ServerProcess server = ServerProcess.start(folder);
                ClientRuntime runtime = ClientRuntime.create(1);
                SdkUser ben = SdkUser.inRoom(server, runtime, "Ben", 1);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN)) {
            ann.page().addInitScript(MICROPHONE);
            ann.join(server, 1);
            ann.page().waitForFunction("() => window.anychat?.client?.self?.userId !== undefined && window.testGain");
            Beat beat = new Beat();
            SdkUser.await(ben.client().subscribe(beat));
            int annId = ((Number) ann.page().evaluate("() => window.anychat.client.self.userId")).intValue();

            // A sine's effective value is 3 dB below its peak; each 20 dB less are a tenth of it.
            for (double gain : new double[] {1, 0.1, 0.01, 0.5}) {
                ann.page().evaluate("gain => { window.testGain.gain.value = gain; }", gain);
                double levelDb = -3 + 20 * Math.log10(gain);
                awaitVolume(beat, ben.client().directory(), annId, (127 + levelDb) * 100 / 127);
            }
            ann.page().evaluate("() => { window.testGain.gain.value = 0; }");
            awaitVolume(beat, ben.client().directory(), annId, 0);
        }
    }

    /** Each answer is of the last whole second, so the old loudness may be heard once or twice more. */
    private static void awaitVolume(Beat beat, Directory directory, int userId, double wanted) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long volume = volume(directory, userId);
        while (Math.abs(volume - wanted) > TOLERANCE && System.nanoTime() < endNs) {
            beat.await();
            volume = volume(directory, userId);
        }
        assertTrue(Math.abs(volume - wanted) <= TOLERANCE, volume + " where " + wanted + " was expected");
    }

    /** Lets a while pass: a client may not ask as often as it can. */
    private static final class Beat implements MediaSink {
        private static final int FRAMES = 25;
        private final Semaphore frames = new Semaphore(0);

        @Override
        public void onFrame(RemoteTrack track, EncodedFrame frame) {
            frames.release();
        }

        void await() {
            frames.drainPermits();
            try {
                assertTrue(frames.tryAcquire(FRAMES, 30, TimeUnit.SECONDS), "nothing comes of the browser any more");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** -1 until something has been measured. */
    private static long volume(Directory directory, int userId) {
        try {
            return directory
                    .userState(userId, UserStateName.SPEAK_VOLUME)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join()
                    .number()
                    .orElseThrow();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof AnyChatException refusal && refusal.code() == 9) {
                return -1;
            }
            throw e;
        }
    }
}
