package org.anychat.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/** Measures what a viewer gets of the one publisher in its room: encoded frames as they came out of the relay. */
final class WireMeter implements MediaSink {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int OPUS_STEREO = 0x04;

    private final List<Picture> pictures = new ArrayList<>();
    private final List<Sound> sounds = new ArrayList<>();
    private SequenceParameterSet size;
    private int gop;
    private int earlyKeyFrames;

    private record Picture(long timeUs, int bytes, boolean keyFrame, SequenceParameterSet size) {}

    private record Sound(long timeUs, int bytes, boolean stereo) {}

    /**
     * What was measured over whole groups of pictures.
     *
     * @param seconds how long it took, on the publisher's clock
     * @param framesPerSecond of video
     * @param keyFrameDistances frames from one key frame to the next
     * @param videoBps without the headers of RTP
     * @param audioBps without the headers of RTP
     * @param audioPacketsPerSecond as it says
     * @param stereoPackets how many of sound had two channels
     * @param earlyKeyFrames how often the measurement was begun anew
     */
    record Measurement(
            double seconds,
            double framesPerSecond,
            List<Integer> keyFrameDistances,
            double videoBps,
            double audioBps,
            double audioPacketsPerSecond,
            long stereoPackets,
            int earlyKeyFrames) {}

    @Override
    public synchronized void onFrame(RemoteTrack track, EncodedFrame frame) {
        byte[] data = frame.data();
        if (track.codec().kind() == MediaKind.VIDEO) {
            SequenceParameterSet told = frame.keyFrame() ? SequenceParameterSet.find(data) : null;
            add(new Picture(frame.timeUs(), data.length, frame.keyFrame(), told));
        } else {
            sounds.add(new Sound(frame.timeUs(), data.length, (data[0] & OPUS_STEREO) != 0));
        }
        notifyAll();
    }

    /**
     * Measures so many groups of pictures of a size, each at least of a length, one right after the other. A packet that is
     * lost on a busy machine brings a key frame early; the measurement begins anew with it.
     */
    synchronized Measurement measure(SequenceParameterSet size, int gop, int groups) {
        pictures.clear();
        earlyKeyFrames = 0;
        this.size = size;
        this.gop = gop;
        await(
                groups + " groups of " + gop + " pictures of " + size,
                () -> distances(pictures).size() == groups);
        return measurement();
    }

    /** Keeps nothing that is not part of a whole group. */
    private void add(Picture picture) {
        List<Integer> distances = distances(pictures);
        boolean tooEarly = picture.keyFrame()
                && !pictures.isEmpty()
                && pictures.size()
                                - distances.stream().mapToInt(Integer::intValue).sum()
                        < gop;
        if (tooEarly || (picture.keyFrame() && !picture.size().equals(size))) {
            earlyKeyFrames += tooEarly ? 1 : 0;
            pictures.clear();
        }
        if (picture.keyFrame() ? picture.size().equals(size) : !pictures.isEmpty()) {
            if (pictures.isEmpty()) {
                sounds.clear();
            }
            pictures.add(picture);
        }
    }

    private Measurement measurement() {
        Picture end = pictures.get(pictures.size() - 1);
        List<Picture> whole = pictures.subList(0, pictures.size() - 1);
        double seconds = (end.timeUs() - whole.get(0).timeUs()) / 1e6;
        double soundSeconds =
                (sounds.get(sounds.size() - 1).timeUs() - sounds.get(0).timeUs()) / 1e6;
        return new Measurement(
                seconds,
                whole.size() / seconds,
                distances(pictures),
                whole.stream().mapToInt(Picture::bytes).sum() * 8 / seconds,
                sounds.subList(1, sounds.size()).stream().mapToInt(Sound::bytes).sum() * 8 / soundSeconds,
                (sounds.size() - 1) / soundSeconds,
                sounds.stream().filter(Sound::stereo).count(),
                earlyKeyFrames);
    }

    private static List<Integer> distances(List<Picture> pictures) {
        List<Integer> distances = new ArrayList<>();
        int before = -1;
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.get(i).keyFrame()) {
                if (before >= 0) {
                    distances.add(i - before);
                }
                before = i;
            }
        }
        return distances;
    }

    private void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("no " + what + "; " + pictures.size() + " pictures, key frame distances "
                        + distances(pictures) + ", " + earlyKeyFrames + " key frames came early");
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
