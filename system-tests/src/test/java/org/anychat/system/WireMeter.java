package org.anychat.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;

/** Measures what a viewer gets of the one publisher in its room: encoded frames as they came out of the relay. */
final class WireMeter implements MediaSink {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final double MICROS_PER_SECOND = 1e6;

    /** RFC 6716 section 3.1. */
    private static final int OPUS_STEREO = 0x04;

    private final List<Group> groups = new ArrayList<>();
    private final List<Sound> sounds = new ArrayList<>();
    private SequenceParameterSet size;
    private int gop;
    private int earlyKeyFrames;
    private Group current;
    private MediaCodec pictureCodec;

    /** A key frame and the pictures after it, up to the next. */
    private record Group(long beginUs, int pictures, int bytes) {
        Group plus(EncodedFrame frame) {
            return new Group(beginUs, pictures + 1, bytes + frame.data().length);
        }
    }

    private record Sound(long timeUs, int bytes, boolean stereo) {}

    /**
     * What was measured over whole groups of pictures.
     *
     * @param framesPerSecond of video
     * @param keyFrameDistances frames from one key frame to the next
     * @param videoBps without the headers of RTP
     * @param earlyKeyFrames how often the measurement was begun anew
     * @param sounds in the same time
     */
    record Measurement(
            double framesPerSecond,
            List<Integer> keyFrameDistances,
            double videoBps,
            int earlyKeyFrames,
            Sounds sounds) {}

    /**
     * What was measured of sound.
     *
     * @param bps without the headers of RTP
     * @param packetsPerSecond as it says
     * @param stereoPackets how many of sound had two channels
     */
    record Sounds(double bps, double packetsPerSecond, long stereoPackets) {}

    @Override
    public synchronized void onFrame(RemoteTrack track, EncodedFrame frame) {
        byte[] data = frame.data();
        if (track.codec().kind() == MediaKind.AUDIO) {
            sounds.add(new Sound(frame.timeUs(), data.length, (data[0] & OPUS_STEREO) != 0));
        } else {
            pictureCodec = track.codec();
            onPicture(frame);
        }
        notifyAll();
    }

    private void onPicture(EncodedFrame frame) {
        if (frame.keyFrame()) {
            endGroup();
            beginGroup(frame);
        } else if (current != null) {
            current = current.plus(frame);
        }
    }

    /** A packet that is lost on a busy machine brings a key frame early; the measurement begins anew with it. */
    private void endGroup() {
        if (current != null && current.pictures() < gop) {
            earlyKeyFrames++;
            groups.clear();
        } else if (current != null) {
            groups.add(current);
        }
    }

    private void beginGroup(EncodedFrame frame) {
        if (size == null || !size.equals(SequenceParameterSet.find(frame.data()))) {
            groups.clear();
            current = null;
            return;
        }
        current = new Group(frame.timeUs(), 0, 0).plus(frame);
        if (groups.isEmpty()) {
            sounds.clear();
        }
    }

    /** Measures so many groups of pictures of a size, each at least of a length, one right after the other. */
    synchronized Measurement measure(SequenceParameterSet wantedSize, int wantedGop, int count) {
        size = wantedSize;
        gop = wantedGop;
        earlyKeyFrames = 0;
        groups.clear();
        current = null;
        await(count + " groups of " + gop + " pictures of " + size, () -> groups.size() == count);
        double seconds = (current.beginUs() - groups.get(0).beginUs()) / MICROS_PER_SECOND;
        return new Measurement(
                groups.stream().mapToInt(Group::pictures).sum() / seconds,
                groups.stream().map(Group::pictures).toList(),
                groups.stream().mapToInt(Group::bytes).sum() * 8 / seconds,
                earlyKeyFrames,
                sounds());
    }

    /** Measures sound from now on. */
    synchronized Sounds measureSound(int seconds) {
        sounds.clear();
        await(seconds + " s of sound", () -> !sounds.isEmpty() && soundSeconds() >= seconds);
        return sounds();
    }

    /** Waits until sound comes with two channels, or with one. */
    synchronized void awaitChannels(int channels) {
        sounds.clear();
        await(
                "sound of " + channels + " channels",
                () -> !sounds.isEmpty() && sounds.get(sounds.size() - 1).stereo() == (channels == 2));
    }

    /** Waits for a picture of a codec that comes from now on. */
    synchronized void awaitPictures(MediaCodec codec) {
        pictureCodec = null;
        await("pictures of " + codec, () -> pictureCodec == codec);
    }

    private Sounds sounds() {
        double seconds = soundSeconds();
        return new Sounds(
                sounds.subList(1, sounds.size()).stream().mapToInt(Sound::bytes).sum() * 8 / seconds,
                (sounds.size() - 1) / seconds,
                sounds.stream().filter(Sound::stereo).count());
    }

    private double soundSeconds() {
        return (sounds.get(sounds.size() - 1).timeUs() - sounds.get(0).timeUs()) / MICROS_PER_SECOND;
    }

    private void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("no " + what + "; there is " + groups + ", " + current + ", " + earlyKeyFrames
                        + " key frames came early, " + sounds.size() + " packets of sound");
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
