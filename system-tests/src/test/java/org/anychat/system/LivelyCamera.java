package org.anychat.system;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A camera of 640 x 480 at 30 frames per second that has enough to show: waves that wander, and the noise of a sensor. An
 * encoder needs all its bits for it, so that the bitrate that it was told can be measured.
 */
final class LivelyCamera {
    static final int WIDTH = 640;
    static final int HEIGHT = 480;
    private static final int FRAMES_PER_SECOND = 30;
    private static final int FRAMES = 60;
    private static final int NOISE = 5;

    private LivelyCamera() {}

    /** Writes two seconds as YUV4MPEG2, which Chromium plays in a loop. */
    static Path write(Path folder) {
        Path file = folder.resolve("lively.y4m");
        Random random = new Random(7);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            String header = "YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F" + FRAMES_PER_SECOND + ":1 Ip A1:1 C420jpeg\n";
            out.write(header.getBytes(StandardCharsets.US_ASCII));
            byte[] colour = new byte[WIDTH * HEIGHT / 2];
            Arrays.fill(colour, (byte) 128);
            for (int frame = 0; frame < FRAMES; frame++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                out.write(luma(frame, random));
                out.write(colour);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] luma(int frame, Random random) {
        byte[] luma = new byte[WIDTH * HEIGHT];
        double phase = 2 * Math.PI * frame / FRAMES;
        for (int y = 0; y < HEIGHT; y++) {
            double row = 30 * Math.sin(y / 19.0 + phase);
            for (int x = 0; x < WIDTH; x++) {
                double wave = row + 40 * Math.sin(x / 27.0 + phase) + 20 * Math.sin((x + y) / 41.0 - phase);
                luma[y * WIDTH + x] = (byte) (128 + wave + random.nextInt(2 * NOISE + 1) - NOISE);
            }
        }
        return luma;
    }
}
