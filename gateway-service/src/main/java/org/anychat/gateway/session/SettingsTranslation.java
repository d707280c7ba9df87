package org.anychat.gateway.session;

import java.util.List;
import org.anychat.contracts.ConfigEvents;
import org.anychat.protocol.ClientConfig;

/** Settings between {@code contracts} and {@code protocol}. */
final class SettingsTranslation {
    private SettingsTranslation() {}

    static ClientConfig config(ConfigEvents.Media media, List<ClientConfig.IceServer> iceServers) {
        return new ClientConfig(
                video(media.video()),
                audio(media.audio()),
                iceServers,
                new ClientConfig.WebCodecs(media.webVideoCodec(), media.webAudioCodec()));
    }

    private static ClientConfig.Video video(ConfigEvents.Video video) {
        return new ClientConfig.Video(
                video.width(),
                video.height(),
                video.fps(),
                video.gop(),
                video.bitrateBps(),
                video.codec(),
                video.quality(),
                video.preset());
    }

    private static ClientConfig.Audio audio(ConfigEvents.Audio audio) {
        return new ClientConfig.Audio(
                audio.samplesPerSec(), audio.channels(), audio.bitsPerSample(), audio.codec(), audio.bitrateBps());
    }
}
