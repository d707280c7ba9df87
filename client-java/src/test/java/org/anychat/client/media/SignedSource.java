package org.anychat.client.media;

import java.util.List;

/** A source as it goes by an edge of a mesh tree. */
record SignedSource(MediaSource source, FrameSigner.Row row) implements MediaSource {
    static List<MediaSource> all(List<MediaSource> sources, FrameSigner signer) {
        return sources.stream()
                .<MediaSource>map(source -> new SignedSource(source, signer.begin(source.codec())))
                .toList();
    }

    @Override
    public MediaCodec codec() {
        return source.codec();
    }

    @Override
    public EncodedFrame poll(long elapsedUs) {
        EncodedFrame frame = source.poll(elapsedUs);
        return frame == null ? null : row.sign(frame);
    }

    @Override
    public void keyFrameRequested() {
        source.keyFrameRequested();
    }
}
