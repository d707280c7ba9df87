package org.anychat.webrtc.dtls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The openssl command, its output line by line. A machine without it fails the tests: it is part of what they check. */
final class OpenSsl implements AutoCloseable {
    private static final String END = "<end of output>";
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private OpenSsl(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "openssl-output");
        reader.setDaemon(true);
        reader.start();
    }

    static OpenSsl run(List<String> arguments) throws IOException {
        return new OpenSsl(arguments);
    }

    /** A key and a self-signed certificate in PEM files. */
    static void makeCertificate(Path key, Path certificate, List<String> keyArguments) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("req", "-x509", "-nodes", "-subj", "/CN=openssl", "-days", "2"));
        arguments.addAll(keyArguments);
        arguments.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        try (OpenSsl req = run(arguments)) {
            if (!req.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || req.process.exitValue() != 0) {
                throw new AssertionError("openssl req failed");
            }
        }
    }

    /** What follows the text in the first line from here on that has it. */
    String awaitAfter(String text) throws InterruptedException {
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("openssl did not say '" + text + "' but " + String.join("\n", seen));
            }
            seen.add(line);
            int at = line.indexOf(text);
            if (at >= 0) {
                return line.substring(at + text.length()).trim();
            }
        }
    }

    /** The end of standard input: the command closes its association and exits. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        }
        lines.add(END);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
