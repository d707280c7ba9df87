package org.anychat.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** FFmpeg, as org.bytedeco packs it, with its own WHIP muxer: H.264 and Opus of a picture and a tone. */
final class FfmpegPublisher implements AutoCloseable {
    private static final String PACKED = "org/bytedeco/ffmpeg/linux-x86_64/";
    private static final String PICTURE =
            "color=%s:size=160x240:rate=15[left];color=%s:size=160x240:rate=15[right];" + "[left][right]hstack";

    private static final String QUIETLY = "-hide_banner -loglevel verbose -nostats";
    private static final String LIVE = "-re -f lavfi -i";
    private static final String ENCODED =
            "-c:v libopenh264 -profile:v constrained_baseline -g 30 -pix_fmt yuv420p -c:a libopus -ac 2";

    private final CommandProcess process;

    private FfmpegPublisher(CommandProcess process) {
        this.process = process;
    }

    /** Publishes until it is told to end. */
    static FfmpegPublisher publish(Path folder, String url, String token, FakeMedia media) {
        Path program = unpack(folder.resolve("ffmpeg"));
        String[] halves = media.picture().replace("green", "lime").split("-", -1);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(QUIETLY.split(" ")));
        command.addAll(List.of(LIVE.split(" ")));
        command.add(PICTURE.formatted(halves[0], halves[1]));
        command.addAll(List.of(LIVE.split(" ")));
        command.add("sine=frequency=" + media.toneHz() + ":sample_rate=48000");
        command.addAll(List.of(ENCODED.split(" ")));
        command.addAll(List.of("-authorization", token, "-f", "whip", url));
        try {
            return new FfmpegPublisher(CommandProcess.start(
                    folder,
                    command,
                    Map.of("LD_LIBRARY_PATH", program.getParent().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack(Path folder) {
        Path program = folder.resolve("ffmpeg");
        if (Files.exists(program)) {
            return program;
        }
        try {
            JarURLConnection connection = (JarURLConnection) FfmpegPublisher.class
                    .getClassLoader()
                    .getResource(PACKED + "ffmpeg")
                    .openConnection();
            Files.createDirectories(folder);
            JarFile jar = connection.getJarFile();
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                String name = entry.getName();
                if (name.equals(PACKED + "ffmpeg") || isLibrary(name)) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, folder.resolve(name.substring(PACKED.length())));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new IllegalStateException(program + " cannot be made executable");
        }
        return program;
    }

    /** The rest of what is packed is for Java. */
    private static boolean isLibrary(String name) {
        return name.startsWith(PACKED + "lib") && !name.startsWith(PACKED + "libjni");
    }

    String output() {
        return process.output();
    }

    /** Has it end as by the key of a person. */
    int end() throws InterruptedException {
        process.type("q");
        return process.awaitExit();
    }

    int awaitExit() throws InterruptedException {
        return process.awaitExit();
    }

    @Override
    public void close() {
        process.close();
    }
}
