package org.anychat.client;

import java.util.List;
import org.anychat.client.media.AudioParameters;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.VideoParameters;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.Limits;
import org.anychat.protocol.OwnSettings;

/** Whose parameters count: the server's, or the application's own once they are applied. For the client's loop. */
final class SendParameters {
    private VideoParameters serverVideo;
    private AudioParameters serverAudio;
    private VideoParameters ownVideo;
    private AudioParameters ownAudio;
    private boolean applied;

    /** The server's settings; new ones take the place of the old. */
    void server(ClientConfig config) {
        ClientConfig.Video video = config.video();
        serverVideo = new VideoParameters(
                within(video.width(), 1, Integer.MAX_VALUE),
                within(video.height(), 1, Integer.MAX_VALUE),
                within(video.fps(), 1, Integer.MAX_VALUE),
                within(video.gop(), 1, Limits.GOP_FRAMES),
                within(video.bitrate(), 0, Integer.MAX_VALUE),
                within(video.quality(), 1, 5));
        ClientConfig.Audio audio = config.audio();
        serverAudio = new AudioParameters(
                within(audio.sampleRate(), Limits.MIN_SAMPLE_RATE, Limits.MAX_SAMPLE_RATE),
                within(audio.channels(), 1, 2),
                within(audio.bitrate(), 0, Limits.AUDIO_BITRATE));
    }

    /** A server may be of any version and mind: what it says must not break a client. */
    private static int within(int value, int min, int max) {
        return Math.max(min, Math.min(max, value));
    }

    /** Notes own values, null for the server's, until {@link #apply}. */
    void own(VideoParameters video) {
        ownVideo = video;
    }

    /** Notes own values, null for the server's, until {@link #apply}. */
    void own(AudioParameters audio) {
        ownAudio = audio;
    }

    /** Lets the own values count, or the server's. */
    void apply(boolean own) {
        applied = own;
    }

    /** Null before a server has said anything. */
    VideoParameters video() {
        return applied && ownVideo != null ? ownVideo : serverVideo;
    }

    /** Null before a server has said anything. */
    AudioParameters audio() {
        return applied && ownAudio != null ? ownAudio : serverAudio;
    }

    /** Null where the server's count. */
    OwnSettings forRelay() {
        if (!applied || (ownVideo == null && ownAudio == null)) {
            return null;
        }
        return new OwnSettings(
                ownVideo == null ? null : ownVideo.gop(),
                ownAudio == null ? null : ownAudio.sampleRate(),
                ownAudio == null ? null : ownAudio.channels(),
                ownAudio == null ? null : ownAudio.bitrate());
    }

    /** Tells sources what counts now. */
    void tell(List<MediaSource> sources) {
        for (MediaSource source : sources) {
            if (source.codec().kind() == MediaKind.VIDEO && video() != null) {
                source.onVideoParameters(video());
            } else if (source.codec().kind() == MediaKind.AUDIO && audio() != null) {
                source.onAudioParameters(audio());
            }
        }
    }
}
