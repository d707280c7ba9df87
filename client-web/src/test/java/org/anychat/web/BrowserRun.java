package org.anychat.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A headless Chromium with a fake camera and microphone, before a {@link TestSite}. */
final class BrowserRun implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-features=WebRtcHideLocalIpsWithMdns",
            "--autoplay-policy=no-user-gesture-required",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream");

    private final TestSite site = new TestSite();
    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("anychat.chromium", "/usr/bin/chromium")))
                    .setArgs(FLAGS));
    private final List<String> errors = new ArrayList<>();

    /** Opens a page in a browser profile of its own; what goes wrong in it is kept. */
    Page open(String path, Browser.NewContextOptions options, String initScript) {
        Page page = browser.newContext(options).newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.addInitScript(initScript);
        page.navigate(site.url(path));
        return page;
    }

    /** What went wrong in the pages, refusals of the content security policy among it. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        playwright.close();
        site.close();
    }
}
