package org.anychat.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A headless Chromium. Playwright would bring a Node of every platform to whoever builds the server. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final long STEP_SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final String host;

    private Chromium(Process process, Path profile, String host) {
        this.process = process;
        this.profile = profile;
        this.host = host;
    }

    static Chromium start(Path executable, int width, int height) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("anychat-chromium");
        Process process = new ProcessBuilder(List.of(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--lang=en-US",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "--window-size=" + width + "," + height,
                        "about:blank"))
                .redirectErrorStream(true)
                .start();
        return new Chromium(process, profile, listening(process));
    }

    private static String listening(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        StringBuilder output = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            Matcher told = LISTENING.matcher(line);
            if (told.find()) {
                MeasuredServer.drain(process);
                return told.group(1);
            }
        }
        throw new IOException("Chromium did not start:\n" + output);
    }

    /** Opens one more. */
    ChromiumPage newPage() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String target = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        String address = JSON.readTree(target).path("webSocketDebuggerUrl").asText();
        if (address.isEmpty()) {
            throw new IOException("Chromium opens no page: " + target);
        }
        return new ChromiumPage(address);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(STEP_SECONDS, TimeUnit.SECONDS);
            FirstCallFigures.deleteTree(profile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("left behind: " + profile + " (" + e + ")");
        }
    }
}
