package org.anychat.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A person with a browser of their own, whose camera and microphone are a {@link FakeMedia}. */
final class Participant implements AutoCloseable {
    private static final double PROMISE_MS = 100;

    /** Until a promise is kept. */
    private static final int PROMISE_KEPT_MS = 10_000;

    /** How often a page is opened that the browser gives up on. */
    private static final int ATTEMPTS = 5;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--autoplay-policy=no-user-gesture-required",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream");

    private final String name;
    private final Runnable end;
    private final Page page;
    private final List<String> console = new ArrayList<>();

    private Participant(String name, Browser browser, String... scripts) {
        this(name, browser, browser::close, scripts);
    }

    private Participant(String name, Browser browser, Runnable end, String... scripts) {
        this.name = name;
        this.end = end;
        // Servers on other addresses than loopback have a certificate that they made.
        page = browser.newPage(new Browser.NewPageOptions().setIgnoreHTTPSErrors(true));
        page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
        page.onPageError(error -> console.add("page error: " + error));
        List.of(scripts).forEach(page::addInitScript);
        page.addInitScript("(" + Probe.SCRIPT + ")()");
    }

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** Opens a browser; it stands at an empty page. */
    static Participant open(Playwright playwright, Path folder, String name, FakeMedia media) {
        return open(playwright, name, media.writeCamera(folder), media.writeMicrophone(folder));
    }

    /** Opens a browser on a machine of a lab. */
    static Participant openOn(
            NetworkLab.Machine machine, Playwright playwright, Path folder, String name, FakeMedia media) {
        return open(
                programOn(machine, chromium(), folder.resolve(name + "-browser")),
                playwright,
                name,
                media.writeCamera(folder),
                media.writeMicrophone(folder));
    }

    /** Opens a Firefox; it stands at an empty page. */
    static Participant openFirefox(Playwright playwright, String name, FakeMedia media) {
        return new Participant(
                name, Firefox.launch(playwright, Firefox.program(), media.toneHz()), Firefox.camera(media));
    }

    /** Opens a Firefox on a machine of a lab. */
    static Participant openFirefoxOn(
            NetworkLab.Machine machine, Playwright playwright, Path folder, String name, FakeMedia media) {
        return openFirefoxOn(machine, machine.address(), playwright, folder, new Named(name, media));
    }

    /** Who somebody is, and what is seen and heard of them. */
    record Named(String name, FakeMedia media) {}

    /** The same on a machine that the test reaches by another address than the machine knows. */
    static Participant openFirefoxOn(
            NetworkLab.Machine machine, String address, Playwright playwright, Path folder, Named who) {
        FirefoxOnMachine firefox = FirefoxOnMachine.launch(
                machine, address, playwright, folder, who.media().toneHz());
        return new Participant(who.name(), firefox.browser(), firefox::close, Firefox.camera(who.media()));
    }

    /** A program that is another, running there. */
    private static Path programOn(NetworkLab.Machine machine, Path program, Path script) {
        try {
            Files.writeString(
                    script, "#!/bin/sh\nexec " + String.join(" ", machine.prefix()) + " " + program + " \"$@\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!script.toFile().setExecutable(true)) {
            throw new IllegalStateException(script + " cannot be made executable");
        }
        return script;
    }

    private static Path chromium() {
        return Path.of(System.getProperty("anychat.chromium", "/usr/bin/chromium"));
    }

    /** Opens a browser with these files for camera (YUV4MPEG2) and microphone (WAV). */
    static Participant open(Playwright playwright, String name, Path camera, Path microphone) {
        return open(chromium(), playwright, name, camera, microphone);
    }

    private static Participant open(Path program, Playwright playwright, String name, Path camera, Path microphone) {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("--use-file-for-fake-video-capture=" + camera);
        flags.add("--use-file-for-fake-audio-capture=" + microphone);
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(flags));
        return new Participant(name, browser);
    }

    /** Opens the web app, which joins the room at once with camera and microphone open. */
    Participant join(ServerProcess server, int room) {
        return join(server.pageUrl(), room);
    }

    /** Opens the web app at an address of one's own choice. */
    Participant join(String pageUrl, int room) {
        navigate(page, pageUrl + "?room=" + room + "&name=" + name + "&join=1");
        return this;
    }

    /**
     * Opens a page; again where the browser has given up, as containers or networks of other tests came or went on this
     * machine meanwhile. People would press the button to load it again.
     */
    static void navigate(Page page, String url) {
        for (int attempt = 1; ; attempt++) {
            try {
                page.navigate(url);
                return;
            } catch (PlaywrightException e) {
                if (attempt == ATTEMPTS || !e.getMessage().contains("ERR_NETWORK_CHANGED")) {
                    throw e;
                }
            }
        }
    }

    String name() {
        return name;
    }

    Page page() {
        return page;
    }

    /** Writes what the page shows now to {@code target/screenshots}, for people. */
    Path screenshot() {
        Path file = Path.of("target", "screenshots", name + "-" + System.nanoTime() + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file.toAbsolutePath();
    }

    /** What the page wrote to its console, for the message of a failed test. */
    String console() {
        return name + ":\n  " + String.join("\n  ", console);
    }

    /**
     * Waits until what a page promises is true; {@link Page#waitForFunction} takes the promise itself for true. What is promised
     * and never kept counts as not true.
     */
    static void awaitPromised(Page page, String predicate, Object argument, double timeoutMs) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos((long) timeoutMs);
        String bounded = "argument => Promise.race([(" + predicate
                + ")(argument), new Promise((done) => setTimeout(done, " + PROMISE_KEPT_MS + ", false))])";
        while (!Boolean.TRUE.equals(page.evaluate(bounded, argument))) {
            if (System.nanoTime() > endNs) {
                throw new AssertionError("not true within " + timeoutMs + " ms: " + predicate);
            }
            page.waitForTimeout(PROMISE_MS);
        }
    }

    /** Waits until the page shows moving pictures of exactly these, besides its own. */
    void awaitPictures(List<String> pictures, double timeoutMs) {
        try {
            page.waitForFunction(
                    "expected => window.anychatProbe.sees(expected)",
                    pictures,
                    new Page.WaitForFunctionOptions().setTimeout(timeoutMs).setPollingInterval(100));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    name + " does not see " + pictures + " but " + page.evaluate("window.anychatProbe.report()") + "\n"
                            + console(),
                    e);
        }
    }

    /** Waits until the page plays a tone of somebody, give or take what the measurement is off. */
    void awaitTone(int hz, double timeoutMs) {
        page.evaluate("() => window.anychatProbe.forget()");
        try {
            page.waitForFunction(
                    "hz => window.anychatProbe.report().tones.some((tone) => Math.abs(tone - hz) <= 20)",
                    hz,
                    new Page.WaitForFunctionOptions().setTimeout(timeoutMs).setPollingInterval(100));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    name + " does not hear " + hz + " Hz but " + page.evaluate("window.anychatProbe.report()") + "\n"
                            + console(),
                    e);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
