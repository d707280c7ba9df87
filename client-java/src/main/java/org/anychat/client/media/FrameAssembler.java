package org.anychat.client.media;

import java.util.concurrent.TimeUnit;
import org.anychat.client.rtp.Depacketizer;
import org.anychat.client.rtp.FrameBuffer;

/**
 * Joins the payloads of one track, which come in order, into frames, and has them checked. After a gap, and at the beginning, video frames are withheld until a key frame
 * comes. For one thread.
 */
final class FrameAssembler implements ReorderBuffer.Consumer {
    private static final int MAXIMUM_FRAME_LENGTH = 4 << 20;

    private final MediaCodec codec;
    private final Depacketizer depacketizer;
    private final FrameCheck check;
    private final Consumer consumer;
    private final FrameBuffer frame = new FrameBuffer(MAXIMUM_FRAME_LENGTH);
    private boolean insideFrame;
    private boolean keyFrameNeeded;
    private boolean started;
    private int timestamp;
    private long elapsedTicks;
    private long rejected;

    /** Receives whole frames. */
    interface Consumer {
        void onFrame(EncodedFrame frame);
    }

    FrameAssembler(MediaCodec codec, FrameCheck check, Consumer consumer) {
        this.codec = codec;
        this.check = check;
        this.depacketizer = Depacketizers.of(codec);
        this.consumer = consumer;
        this.keyFrameNeeded = codec.kind() == MediaKind.VIDEO;
    }

    /** Whether nothing can be decoded until a key frame comes. */
    boolean keyFrameNeeded() {
        return keyFrameNeeded;
    }

    /** Frames that did not stand the check. */
    long rejected() {
        return rejected;
    }

    @Override
    public void onPayload(int payloadTimestamp, boolean marker, byte[] buffer, int offset, int length) {
        if (length == 0) {
            return; // padding, sent as a bandwidth probe
        }
        if (insideFrame && payloadTimestamp != timestamp) {
            finish(false);
        }
        if (!insideFrame && !begin(payloadTimestamp, buffer, offset, length)) {
            return;
        }
        if (!depacketizer.append(buffer, offset, length, frame)) {
            onGap();
        } else if (marker || codec.kind() == MediaKind.AUDIO) {
            finish(true);
        }
    }

    @Override
    public void onGap() {
        insideFrame = false;
        depacketizer.reset();
        keyFrameNeeded = codec.kind() == MediaKind.VIDEO;
    }

    private boolean begin(int payloadTimestamp, byte[] buffer, int offset, int length) {
        if (!depacketizer.startsFrame(buffer, offset, length)) {
            return false;
        }
        elapsedTicks += started ? payloadTimestamp - timestamp : 0;
        started = true;
        timestamp = payloadTimestamp;
        insideFrame = true;
        frame.clear();
        return true;
    }

    private void finish(boolean whole) {
        insideFrame = false;
        boolean keyFrame = depacketizer.keyFrame(frame);
        if (keyFrameNeeded && !keyFrame) {
            return;
        }
        FrameCheck.Verdict verdict = check.check(codec, frame, keyFrame, whole);
        if (verdict != FrameCheck.Verdict.GENUINE) {
            rejected++;
            keyFrameNeeded |= verdict == FrameCheck.Verdict.REFUSED && codec.kind() == MediaKind.VIDEO;
            return;
        }
        keyFrameNeeded = false;
        long timeUs = elapsedTicks * TimeUnit.SECONDS.toMicros(1) / codec.clockRate();
        consumer.onFrame(new EncodedFrame(frame.toArray(), timeUs, keyFrame));
    }
}
