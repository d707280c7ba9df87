package org.anychat.system;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A camera picture and a microphone tone that tell one browser from another once they have been decoded elsewhere. */
enum FakeMedia {
    /** Left half red, right half green; 440 Hz. */
    RED_GREEN(0x4C55FF, 0x962C15, 440),
    /** Left half blue, right half yellow; 1000 Hz. */
    BLUE_YELLOW(0x1DFF6B, 0xE20095, 1000),
    /** Left half cyan, right half red; 1500 Hz. */
    CYAN_RED(0xB3AB00, 0x4C55FF, 1500),
    /** Left half green, right half blue; 2000 Hz. */
    GREEN_BLUE(0x962C15, 0x1DFF6B, 2000);

    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    private static final int FRAMES_PER_SECOND = 15;
    private static final int FRAMES = 60;
    private static final int SAMPLE_RATE = 48_000;
    private static final int SECONDS = 4;

    /** 0xYYCbCr, full-range BT.601. */
    private final int left;

    /** 0xYYCbCr, full-range BT.601. */
    private final int right;

    private final int toneHz;

    FakeMedia(int left, int right, int toneHz) {
        this.left = left;
        this.right = right;
        this.toneHz = toneHz;
    }

    int toneHz() {
        return toneHz;
    }

    /** What the page's probe calls this picture: the dominant colour of each half. */
    String picture() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Writes the picture as YUV4MPEG2, which Chromium plays in a loop as its camera. */
    Path writeCamera(Path folder) {
        Path file = folder.resolve(name() + ".y4m");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            String header = "YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F" + FRAMES_PER_SECOND + ":1 Ip A1:1 C420jpeg\n";
            out.write(header.getBytes(StandardCharsets.US_ASCII));
            for (int frame = 0; frame < FRAMES; frame++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                writeFrame(out, frame);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes beeps of the tone as WAV: a steady tone would be taken for noise and suppressed by the browser. */
    Path writeMicrophone(Path folder) {
        int samples = SAMPLE_RATE * SECONDS;
        ByteBuffer wav = ByteBuffer.allocate(44 + samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples * 2);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(SAMPLE_RATE).putInt(SAMPLE_RATE * 2);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples * 2);
        for (int i = 0; i < samples; i++) {
            boolean sounding = i % SAMPLE_RATE < SAMPLE_RATE * 6 / 10;
            double value = sounding ? Math.sin(2 * Math.PI * toneHz * i / SAMPLE_RATE) * 0.6 : 0;
            wav.putShort((short) (value * Short.MAX_VALUE));
        }
        Path file = folder.resolve(name() + ".wav");
        try {
            return Files.write(file, wav.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeFrame(OutputStream out, int frame) throws IOException {
        byte[] luma = new byte[WIDTH * HEIGHT];
        byte[] blue = new byte[WIDTH * HEIGHT / 4];
        byte[] red = new byte[WIDTH * HEIGHT / 4];
        int barX = frame * WIDTH / FRAMES;
        for (int i = 0; i < luma.length; i++) {
            int x = i % WIDTH;
            boolean bar = Math.abs(x - barX) < 4;
            luma[i] = (byte) (bar ? 255 : half(x) >> 16);
        }
        for (int i = 0; i < blue.length; i++) {
            int half = half(i % (WIDTH / 2) * 2);
            blue[i] = (byte) (half >> 8);
            red[i] = (byte) half;
        }
        out.write(luma);
        out.write(blue);
        out.write(red);
    }

    private int half(int x) {
        return x < WIDTH / 2 ? left : right;
    }
}
