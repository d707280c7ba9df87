package org.anychat.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page /check in a browser of its own, as a person sees it. */
final class CheckPage implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--autoplay-policy=no-user-gesture-required",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream");
    private static final double DONE_MS = 90_000;

    private final Browser browser;
    private final Page page;
    private final List<String> errors = new ArrayList<>();

    /** Opens a browser that stands at an empty page; what it may not do is kept in {@link #errors}. */
    CheckPage(Playwright playwright, Browser.NewContextOptions options, String initScript) {
        this(
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of(System.getProperty("anychat.chromium", "/usr/bin/chromium")))
                                .setArgs(FLAGS)),
                options,
                initScript);
    }

    private CheckPage(Browser browser, Browser.NewContextOptions options, String initScript) {
        this.browser = browser;
        page = browser.newContext(options.setIgnoreHTTPSErrors(true)).newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.addInitScript(initScript);
    }

    static CheckPage open(Playwright playwright) {
        return new CheckPage(playwright, new Browser.NewContextOptions().setLocale("en-US"), "");
    }

    static CheckPage openFirefox(Playwright playwright) {
        Browser firefox = Firefox.launch(playwright, Firefox.program(), FakeMedia.RED_GREEN.toneHz());
        return new CheckPage(firefox, new Browser.NewContextOptions().setLocale("en-US"), "");
    }

    /** Opens the page of a server, lets it run to its end, and gives each line's verdict by its name. */
    Map<String, String> run(String serverUrl) {
        Participant.navigate(page, serverUrl + "check?start=1");
        // A function that is evaluated would be against the page's content security policy.
        page.locator("body[data-state='done']").waitFor(new Locator.WaitForOptions().setTimeout(DONE_MS));
        return verdicts();
    }

    Map<String, String> verdicts() {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (ElementHandle line : page.querySelectorAll(".check-line")) {
            verdicts.put(line.getAttribute("data-name"), line.getAttribute("data-verdict"));
        }
        return verdicts;
    }

    /** What one line says, its remedy included. */
    String words(String name) {
        return page.locator(".check-line[data-name='" + name + "']").innerText().replace('\n', ' ');
    }

    Page page() {
        return page;
    }

    List<String> errors() {
        return errors;
    }

    /** Writes what the page shows now to {@code target/screenshots}, for people. */
    Path screenshot(String name) {
        Path file = Path.of("target", "screenshots", name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return file.toAbsolutePath();
    }

    @Override
    public void close() {
        browser.close();
    }
}
