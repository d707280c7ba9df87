package org.anychat.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSource;

/**
 * The sources of one publication, whatever connections send it: one after the other, or for a while two at once, each of
 * which gets every frame from its beginning on. A source's time goes on over all of them. For the client's loop.
 */
final class SharedSources {
    /** Frames that a connection may be behind; one that takes none any more must not fill the memory. */
    private static final int MAX_BEHIND = 256;
    /** Between two key frames that receivers ask for, however many there are. */
    private static final long KEY_FRAME_INTERVAL_US = 300_000;

    private final List<Shared> shared = new ArrayList<>();

    SharedSources(List<MediaSource> sources) {
        sources.forEach(source -> shared.add(new Shared(source)));
    }

    boolean isEmpty() {
        return shared.isEmpty();
    }

    /** What the application gave. */
    List<MediaSource> sources() {
        return shared.stream().map(each -> each.source).toList();
    }

    /** The same sources for one more connection. */
    Taps open() {
        return new Taps(shared.stream().map(source -> new Tap(source, false)).toList());
    }

    /** The same for the edge of a mesh tree: each frame is signed, once for all edges. All edges have one signer. */
    Taps open(FrameSigner signer) {
        return new Taps(shared.stream().map(source -> source.signedTap(signer)).toList());
    }

    /** One connection's view of the sources. */
    static final class Taps implements AutoCloseable {
        private final List<Tap> taps;

        Taps(List<Tap> taps) {
            this.taps = taps;
        }

        List<MediaSource> sources() {
            return List.copyOf(taps);
        }

        /** The connection takes no more frames. */
        @Override
        public void close() {
            taps.forEach(tap -> tap.shared.taps.remove(tap));
        }
    }

    /** A source and how far its time has come. */
    private static final class Shared {
        private final MediaSource source;
        private final List<Tap> taps = new ArrayList<>();
        private FrameSigner.Row row;
        private long elapsedUs;
        private boolean keyFrameWanted;
        private boolean keyFrameRequested;
        private long keyFrameRequestedUs;

        Shared(MediaSource source) {
            this.source = source;
        }

        Tap signedTap(FrameSigner signer) {
            if (row == null) {
                row = signer.begin(source.codec());
            }
            return new Tap(this, true);
        }

        void advance(long toUs) {
            elapsedUs = Math.max(elapsedUs, toUs);
            passKeyFrameRequest();
            EncodedFrame frame = source.poll(elapsedUs);
            if (frame != null) {
                keyFrameWanted &= !frame.keyFrame();
                give(frame);
            }
        }

        private void give(EncodedFrame frame) {
            boolean isSigned = taps.stream().anyMatch(tap -> tap.signed);
            EncodedFrame signed = isSigned ? row.sign(frame) : frame;
            taps.forEach(tap -> tap.add(tap.signed ? signed : frame));
        }

        void requestKeyFrame() {
            keyFrameWanted = true;
            passKeyFrameRequest();
        }

        /** A request that comes too early waits, as its receiver may have begun after the last key frame. */
        private void passKeyFrameRequest() {
            boolean recent = keyFrameRequested && elapsedUs - keyFrameRequestedUs < KEY_FRAME_INTERVAL_US;
            if (keyFrameWanted && !recent) {
                keyFrameWanted = false;
                keyFrameRequested = true;
                keyFrameRequestedUs = elapsedUs;
                source.keyFrameRequested();
            }
        }
    }

    /** A source as one connection polls it. */
    private static final class Tap implements MediaSource {
        private final Shared shared;
        private final boolean signed;
        private final Deque<EncodedFrame> due = new ArrayDeque<>();
        private boolean begun;
        private long offsetUs;

        Tap(Shared shared, boolean signed) {
            this.shared = shared;
            this.signed = signed;
        }

        void add(EncodedFrame frame) {
            if (due.size() < MAX_BEHIND) {
                due.add(frame);
            }
        }

        @Override
        public MediaCodec codec() {
            return shared.source.codec();
        }

        @Override
        public EncodedFrame poll(long elapsedUs) {
            if (!begun) {
                begun = true;
                offsetUs = shared.elapsedUs - elapsedUs;
                shared.taps.add(this);
            }
            if (due.isEmpty()) {
                shared.advance(offsetUs + elapsedUs);
            }
            EncodedFrame frame = due.poll();
            return frame == null
                    ? null
                    : new EncodedFrame(frame.data(), Math.max(0, frame.timeUs() - offsetUs), frame.keyFrame());
        }

        @Override
        public void keyFrameRequested() {
            shared.requestKeyFrame();
        }

        @Override
        public void keyFrameDue() {
            shared.source.keyFrameDue();
        }
    }
}
