package org.anychat.client.sample;

import java.util.List;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSource;

/** Repeats the access units of an H.264 file without end at a fixed rate. When a key frame is wanted, it jumps to the next IDR picture. For one thread. */
public final class SampleVideo implements MediaSource {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final List<AccessUnit> accessUnits;
    private final int framesPerSecond;
    private long framesGiven;
    private int position;
    private boolean keyFrameWanted;

    /**
     * A source at the beginning of its file.
     *
     * @param accessUnits     at least one, the first an IDR picture; shared, not changed.
     * @param framesPerSecond how fast to give them, at least 1.
     */
    public SampleVideo(List<AccessUnit> accessUnits, int framesPerSecond) {
        if (framesPerSecond < 1 || accessUnits.isEmpty() || !accessUnits.get(0).idr()) {
            throw new IllegalArgumentException("A loop needs a rate, and an IDR picture to begin with");
        }
        this.accessUnits = accessUnits;
        this.framesPerSecond = framesPerSecond;
    }

    @Override
    public MediaCodec codec() {
        return MediaCodec.H264;
    }

    @Override
    public EncodedFrame poll(long elapsedUs) {
        long timeUs = framesGiven * MICROS_PER_SECOND / framesPerSecond;
        if (timeUs > elapsedUs) {
            return null;
        }
        while (keyFrameWanted && !accessUnits.get(position).idr()) {
            advance();
        }
        keyFrameWanted = false;
        AccessUnit unit = accessUnits.get(position);
        advance();
        framesGiven++;
        return new EncodedFrame(unit.data(), timeUs, unit.idr());
    }

    @Override
    public void keyFrameRequested() {
        keyFrameWanted = true;
    }

    private void advance() {
        position = (position + 1) % accessUnits.size();
    }
}
