package org.anychat.system;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with a folder, and what opens browsers, for all tests of a class: registered in a static field. */
final class BrowserStage implements BeforeAllCallback, AfterAllCallback {
    private final Consumer<Path> preparation;
    private final String[] iniLines;
    private Path folder;
    private ServerProcess server;
    private Playwright playwright;

    BrowserStage(String... iniLines) {
        this(folder -> {}, iniLines);
    }

    /** With something that is done to the server's folder before it starts. */
    BrowserStage(Consumer<Path> preparation, String... iniLines) {
        this.preparation = preparation;
        this.iniLines = iniLines;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("anychat-stage");
        preparation.accept(folder);
        server = ServerProcess.start(folder, iniLines);
        playwright = Participant.playwright();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // Either may be missing where the start has failed.
        if (playwright != null) {
            playwright.close();
        }
        if (server != null) {
            server.close();
        }
        deleteFolder();
    }

    private void deleteFolder() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Writes a file before the start. */
    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    ServerProcess server() {
        return server;
    }

    Playwright playwright() {
        return playwright;
    }

    Participant chromium(String name, FakeMedia media) {
        return Participant.open(playwright, folder, name, media);
    }

    Participant firefox(String name, FakeMedia media) {
        return Participant.openFirefox(playwright, name, media);
    }
}
