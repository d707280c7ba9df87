package org.anychat.system;

import com.google.gson.Gson;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Firefox on a machine of a lab. It lets nobody drive it from elsewhere, so Playwright's driver runs on that machine, too,
 * and the test reaches the driver. It does so by the machine's address: once the machine has moved to another, nobody drives
 * the browser any more.
 */
final class FirefoxOnMachine implements AutoCloseable {
    static final int DRIVER_PORT = 4455;
    private static final String WAY = "/firefox";
    private static final Map<String, String> ENVIRONMENT = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    private final CommandProcess driver;
    private final Browser browser;

    private FirefoxOnMachine(CommandProcess driver, Browser browser) {
        this.driver = driver;
        this.browser = browser;
    }

    /** Starts one whose microphone hears a tone. */
    static FirefoxOnMachine launch(NetworkLab.Machine machine, Playwright playwright, Path folder, int toneHz) {
        return launch(machine, machine.address(), playwright, folder, toneHz);
    }

    /** The same on a machine that the test reaches by another address than the machine knows. */
    static FirefoxOnMachine launch(
            NetworkLab.Machine machine, String address, Playwright playwright, Path folder, int toneHz) {
        try {
            Path options = Files.createTempFile(folder, "firefox", ".json");
            Files.writeString(
                    options,
                    new Gson()
                            .toJson(Map.of(
                                    "channel",
                                    Firefox.CHANNEL,
                                    "executablePath",
                                    Firefox.program().toString(),
                                    "firefoxUserPrefs",
                                    Firefox.preferences(toneHz),
                                    "host",
                                    machine.address(),
                                    "port",
                                    DRIVER_PORT,
                                    "wsPath",
                                    WAY)));
            Path installed = Driver.ensureDriverInstalled(ENVIRONMENT, false).driverDir();
            List<String> command = new ArrayList<>(machine.prefix());
            command.add(installed.resolve("node").toString());
            command.add(installed.resolve("package/cli.js").toString());
            command.addAll(List.of("launch-server", "--browser", "firefox", "--config", options.toString()));
            CommandProcess driver = CommandProcess.start(folder, command, ENVIRONMENT);
            driver.awaitOutput("ws://");
            String url = "ws://" + address + ":" + DRIVER_PORT + WAY;
            return new FirefoxOnMachine(driver, playwright.firefox().connect(url));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Browser browser() {
        return browser;
    }

    /** The driver ends Firefox and removes its profile. */
    @Override
    public void close() {
        browser.close();
        driver.terminate();
        try {
            int unused = driver.awaitExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.close();
        }
    }
}
