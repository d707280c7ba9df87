package org.anychat.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator before the dashboard, in a headless Chromium. */
final class Dashboard implements AutoCloseable {
    private static final Pattern FIRST_PASSWORD = Pattern.compile("Name: (\\S+) +Password: (\\S+)");
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 860;
    private static final int PHONE_WIDTH = 390;
    private static final int WIDE = 1920;

    private final Browser browser;
    private final Page page;
    private final List<String> troubles = new ArrayList<>();

    private Dashboard(Browser browser) {
        this.browser = browser;
        // Servers on other addresses than loopback have a certificate that they made.
        page = browser.newPage(new Browser.NewPageOptions()
                .setLocale("en-US")
                .setViewportSize(WIDTH, HEIGHT)
                .setIgnoreHTTPSErrors(true));
        page.setDefaultTimeout(60_000);
        page.onPageError(error -> troubles.add("page error: " + error));
        page.onConsoleMessage(message -> {
            // A page that is not logged in asks who it is, and is told so.
            if (message.type().equals("error") && !message.text().contains("401")) {
                troubles.add(message.text());
            }
        });
        page.onDialog(dialog -> {
            troubles.add("a script of a user ran: " + dialog.message());
            dialog.dismiss();
        });
    }

    static Dashboard open(Playwright playwright, ServerProcess server) {
        return open(playwright, server.pageUrl());
    }

    /** Opens the dashboard of a server whose web app is there. */
    static Dashboard open(Playwright playwright, String pageUrl) {
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("anychat.chromium", "/usr/bin/chromium")))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run")));
        Dashboard dashboard = new Dashboard(browser);
        Participant.navigate(dashboard.page, pageUrl + "admin/");
        return dashboard;
    }

    /** Logs in with the account that the server has made at its first start. */
    Dashboard logIn(ServerProcess server) {
        Matcher said = FIRST_PASSWORD.matcher(server.output());
        if (!said.find()) {
            throw new AssertionError("no first password was said:\n" + server.output());
        }
        return logIn(said.group(1), said.group(2));
    }

    Dashboard logIn(String name, String password) {
        page.locator("#login-name").fill(name);
        page.locator("#login-password").fill(password);
        page.locator("#login-form button[type=submit]").click();
        page.locator("#console").waitFor();
        return this;
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    Dashboard go(String hash) {
        page.evaluate("hash => { location.hash = hash; }", hash);
        page.locator(".content.page-" + hash.split("/", 2)[0]).waitFor();
        return this;
    }

    /** Presses an action's button, fills in what it asks, and says yes. */
    void act(String within, String action, String... namesAndValues) {
        page.evaluate("() => document.getElementById('toasts').replaceChildren()");
        page.locator(within + " [data-action=" + action + "]").first().click();
        Locator dialog = page.locator("dialog[open]");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Locator field = dialog.locator("[name=" + namesAndValues[i] + "]");
            String value = namesAndValues[i + 1];
            switch (value) {
                case "true" -> field.check();
                case "false" -> field.uncheck();
                default -> fill(field, value);
            }
        }
        view("dialog-" + page.evaluate("() => location.hash.slice(1).split('/')[0]") + "-" + action);
        dialog.locator("[type=submit]").click();
        page.locator(".toast").last().waitFor();
        if (page.locator(".toast.bad").count() > 0) {
            throw new AssertionError(action + ": " + page.locator(".toast.bad").allTextContents());
        }
    }

    /** Looks at the question of an action, and thinks better of it. */
    void look(String within, String action, String name) {
        page.locator(within + " [data-action=" + action + "]").first().click();
        page.locator("dialog[open]").waitFor();
        view(name);
        page.keyboard().press("Escape");
        page.locator("dialog[open]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    private static void fill(Locator field, String value) {
        if ("SELECT".equals(field.evaluate("field => field.tagName"))) {
            field.selectOption(value);
        } else {
            field.fill(value);
        }
    }

    /** As at night. */
    void dark() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    }

    /** Writes what the page shows now to {@code target/screenshots}, also as on a phone and on a wide screen. */
    void screenshots(String name) {
        awaitFitting();
        shot(name);
        wide();
        awaitFitting();
        shot(name + "-wide");
        phone();
        awaitFitting();
        shot(name + "-phone");
        desk();
    }

    /** As on a phone. */
    void phone() {
        page.setViewportSize(PHONE_WIDTH, HEIGHT);
    }

    /** As on a large screen. */
    void wide() {
        page.setViewportSize(WIDE, HEIGHT);
    }

    /** As on a small laptop, which is how it begins. */
    void desk() {
        page.setViewportSize(WIDTH, HEIGHT);
    }

    /** Waits until nothing is cut off at the right: neither the page nor one of its tables is to be pushed sideways. */
    void awaitFitting() {
        try {
            page.waitForFunction("() => [document.documentElement, ...document.querySelectorAll('.scroll')]"
                    + ".every(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth + 1)");
        } catch (PlaywrightException e) {
            shot("cut-off");
            throw new AssertionError(
                    "cut off, see admin-cut-off.png: "
                            + page.evaluate(
                                    "() => [...document.querySelectorAll('.scroll')].map((table) =>"
                                            + " `${table.getAttribute('aria-label')} ${table.scrollWidth} in ${table.clientWidth}`)"),
                    e);
        }
    }

    void shot(String name) {
        write(name, true);
    }

    /** What is seen of the page without moving it. */
    void view(String name) {
        write(name, false);
    }

    private void write(String name, boolean fullPage) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", "admin-" + name + ".png"))
                .setFullPage(fullPage));
    }

    /** What went wrong in the page, refusals of the content security policy and scripts of users among it. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public void close() {
        browser.close();
    }
}
