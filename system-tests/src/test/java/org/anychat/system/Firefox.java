package org.anychat.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Firefox as it is distributed, which Playwright drives by WebDriver BiDi. It is ended, and its profile removed, with the
 * {@link Playwright} that has opened it at the latest.
 */
final class Firefox {
    /** As distributed, not as patched for Playwright. */
    static final String CHANNEL = "moz-firefox";

    private static final Map<String, Object> PREFERENCES = Map.of(
            "media.navigator.streams.fake", true,
            "media.navigator.permission.disabled", true,
            "media.autoplay.default", 0,
            "media.autoplay.blocking_policy", 0,
            "app.update.enabled", false,
            "datareporting.policy.dataSubmissionEnabled", false,
            "browser.shell.checkDefaultBrowser", false);

    /** Firefox takes no picture from a file, so that it is drawn in the place of its camera's. */
    private static final String CAMERA = """
            (() => {
              const capture = navigator.mediaDevices && navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
              if (!capture) return;
              const draw = ({ width = 320, height = 240 }) => {
                const canvas = Object.assign(document.createElement('canvas'), { width, height });
                const context = canvas.getContext('2d');
                let bar = 0;
                setInterval(() => {
                  context.fillStyle = '%s';
                  context.fillRect(0, 0, width / 2, height);
                  context.fillStyle = '%s';
                  context.fillRect(width / 2, 0, width / 2, height);
                  context.fillStyle = 'white';
                  context.fillRect(bar, 0, 4, height);
                  bar = (bar + 4) %% width;
                }, 66);
                return canvas.captureStream(15).getVideoTracks()[0];
              };
              navigator.mediaDevices.getUserMedia = async (constraints) => {
                const stream = await capture(constraints);
                for (const track of stream.getVideoTracks()) {
                  stream.addTrack(draw(track.getSettings()));
                  stream.removeTrack(track);
                  track.stop();
                }
                return stream;
              };
            })();
            """;

    private Firefox() {}

    static Path program() {
        return Path.of(System.getProperty("anychat.firefox", "/usr/bin/firefox-esr"));
    }

    /** Starts one whose microphone hears a tone. */
    static Browser launch(Playwright playwright, Path program, int toneHz) {
        return playwright
                .firefox()
                .launch(new BrowserType.LaunchOptions()
                        .setChannel(CHANNEL)
                        .setExecutablePath(program)
                        .setFirefoxUserPrefs(preferences(toneHz)));
    }

    /** Those of one whose microphone hears a tone. */
    static Map<String, Object> preferences(int toneHz) {
        Map<String, Object> preferences = new HashMap<>(PREFERENCES);
        preferences.put("media.navigator.audio.fake_frequency", toneHz);
        return preferences;
    }

    /** What has a page's camera show a picture. */
    static String camera(FakeMedia media) {
        String[] halves = media.picture().replace("green", "lime").split("-", -1);
        return CAMERA.formatted(halves[0], halves[1]);
    }
}
