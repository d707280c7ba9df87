package org.anychat.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A page of another site than the server's, on which WHIP and WHEP clients run that others have written: whip-whep of
 * Medooze, and Eyevinn's whip-web-client and webrtc-player. Everything that goes over HTTP is theirs.
 */
final class LibraryPage implements AutoCloseable {
    /** Made by {@code npm run bundle} in {@code system-tests/src/test/npm}, which test.sh does. */
    private static final Path CLIENTS = ServerProcess.repository().resolve("system-tests/target/whip-clients.js");

    private static final String PAGE = "<!DOCTYPE html><title>Another site</title>";

    private static final String MEDOOZE_PUBLISH = """
            async ({url, token}) => {
              const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
              const pc = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
              for (const track of stream.getTracks()) pc.addTransceiver(track, {direction: 'sendonly'});
              const client = new whipClients.MedoozePublisher();
              window.client = {pc, stop: () => client.stop()};
              await client.publish(pc, url, token);
            }
            """;
    private static final String MEDOOZE_VIEW = """
            async ({url, token}) => {
              const pc = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
              pc.addTransceiver('audio', {direction: 'recvonly'});
              pc.addTransceiver('video', {direction: 'recvonly'});
              const video = Object.assign(document.createElement('video'), {autoplay: true, muted: true});
              document.body.append(video);
              pc.ontrack = ({track}) => { (video.srcObject ??= new MediaStream()).addTrack(track); };
              const client = new whipClients.MedoozeViewer();
              window.client = {pc, stop: () => client.stop()};
              await client.view(pc, url, token);
            }
            """;
    private static final String EYEVINN_PUBLISH = """
            async ({url, token}) => {
              const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
              const client = new whipClients.EyevinnPublisher({endpoint: url, opts: {authkey: token, iceServers: []}});
              window.client = {pc: client.peer, stop: () => client.destroy()};
              await client.ingest(stream);
            }
            """;
    private static final String EYEVINN_PLAY = """
            async ({url, token}) => {
              const video = Object.assign(document.createElement('video'), {autoplay: true, muted: true});
              document.body.append(video);
              const player = new whipClients.EyevinnPlayer({video, type: 'whep', iceServers: []});
              window.client = {pc: player.peer, stop: () => player.unload()};
              await player.load(new URL(url), `Bearer ${token}`);
            }
            """;

    private final Participant browser;
    private final ServerProcess server;
    private final HttpServer site;

    LibraryPage(Participant browser, ServerProcess server) {
        this.browser = browser;
        this.server = server;
        browser.page().addInitScript(clients() + "\nwindow.whipClients = whipClients;");
        site = site();
        Participant.navigate(
                browser.page(), "http://localhost:" + site.getAddress().getPort() + "/");
    }

    /** Browsers open cameras for localhost without TLS, and to them it is another site than the server's 127.0.0.1. */
    private static HttpServer site() {
        try {
            HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            site.createContext("/", request -> {
                byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
                request.getResponseHeaders().set("Content-Type", "text/html");
                request.sendResponseHeaders(200, page.length);
                request.getResponseBody().write(page);
                request.close();
            });
            site.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String clients() {
        try {
            return Files.readString(CLIENTS);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    CLIENTS + " is missing; npm ci && npm run bundle in system-tests/src/test/npm makes it", e);
        }
    }

    Participant browser() {
        return browser;
    }

    LibraryPage medoozePublishes(String path, String token) {
        return run(MEDOOZE_PUBLISH, path, token);
    }

    LibraryPage medoozeViews(String path, String token) {
        return run(MEDOOZE_VIEW, path, token);
    }

    LibraryPage eyevinnPublishes(String path, String token) {
        return run(EYEVINN_PUBLISH, path, token);
    }

    LibraryPage eyevinnPlays(String path, String token) {
        return run(EYEVINN_PLAY, path, token);
    }

    private LibraryPage run(String script, String path, String token) {
        browser.page().evaluate(script, Map.of("url", server.pageUrl() + path, "token", token));
        return this;
    }

    /** Has the client end its session. */
    void stop() {
        browser.page().evaluate("() => window.client.stop()");
    }

    @Override
    public void close() {
        browser.close();
        site.stop(0);
    }
}
