package org.anychat.client.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The bundled sample, read once per process: a picture of 320 x 240 (left half magenta, right half yellow, a white bar that wanders, noise in the lowest 32
 * rows) in H.264 constrained baseline at 15 frames per second with an IDR picture each second, and a tone of 880 Hz in Opus, mono, 20 ms packets. Both repeat
 * every 4 seconds.
 */
public final class Sample {
    /** Frames per second of the bundled picture. */
    public static final int FRAMES_PER_SECOND = 15;

    private static final Sample BUNDLED = load();

    private final List<AccessUnit> accessUnits;
    private final List<OpusPacket> packets;

    private Sample(List<AccessUnit> accessUnits, List<OpusPacket> packets) {
        this.accessUnits = accessUnits;
        this.packets = packets;
    }

    /**
     * The picture from its beginning.
     *
     * @return a new source for one publication.
     */
    public static SampleVideo video() {
        return new SampleVideo(BUNDLED.accessUnits, FRAMES_PER_SECOND);
    }

    /**
     * The tone from its beginning.
     *
     * @return a new source for one publication.
     */
    public static SampleAudio audio() {
        return new SampleAudio(BUNDLED.packets);
    }

    private static Sample load() {
        try {
            return new Sample(AnnexBReader.read(resource("sample.h264")), OggOpusReader.read(resource("sample.opus")));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled sample is damaged; build the SDK again", e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Sample.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("No resource " + name);
            }
            return stream.readAllBytes();
        }
    }
}
