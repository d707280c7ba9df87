package org.anychat.client.media;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the frames of each kind, and what the sink was told of tracks. */
public final class FrameCollector implements MediaSink {
    public final BlockingQueue<RemoteTrack> begun = new LinkedBlockingQueue<>();
    public final BlockingQueue<RemoteTrack> ended = new LinkedBlockingQueue<>();
    private final Map<MediaKind, BlockingQueue<EncodedFrame>> frames =
            Map.of(MediaKind.AUDIO, new LinkedBlockingQueue<>(), MediaKind.VIDEO, new LinkedBlockingQueue<>());

    public BlockingQueue<EncodedFrame> frames(MediaKind kind) {
        return frames.get(kind);
    }

    @Override
    public void onTrack(RemoteTrack track) {
        begun.add(track);
    }

    @Override
    public void onTrackEnded(RemoteTrack track) {
        ended.add(track);
    }

    @Override
    public void onFrame(RemoteTrack track, EncodedFrame frame) {
        frames.get(track.codec().kind()).add(frame);
    }
}
