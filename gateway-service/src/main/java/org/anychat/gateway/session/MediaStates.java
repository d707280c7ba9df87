package org.anychat.gateway.session;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.anychat.contracts.GatewayApi.UserStateValue;
import org.anychat.contracts.RelayApi.TrackStatistics;
import org.anychat.protocol.UserStateName;

/** User states out of what the relay has counted of a client's tracks in the last second. */
final class MediaStates {
    private static final long HUNDREDTHS = 10_000;
    private static final long UNKNOWN = -1;
    /** Loss in hundredths of a percent from which on the network is one worse: good, fair, bad, very bad. */
    private static final long[] NETWORK_STEPS = {100, 300, 800, 2_000};

    private static final long H264 = 1;
    /** Codecs that the AnyChat SDK has no number for; 100 and above are for applications to give. */
    private static final List<String> FURTHER_CODECS = List.of("VP8", "VP9", "AV1", "OPUS");

    private static final long FIRST_FURTHER_CODEC = 101;

    private MediaStates() {}

    /** Empty where there is nothing to tell it by. */
    static Optional<UserStateValue> read(List<TrackStatistics> tracks, UserStateName state) {
        return switch (state) {
            case VIDEO_BITRATE -> bitrate(tracks, true);
            case AUDIO_BITRATE -> bitrate(tracks, false);
            case NETWORK -> loss(tracks, TrackStatistics::lost).map(MediaStates::network);
            case LOSS_RATE -> loss(tracks, TrackStatistics::lost);
            case LOSS_AFTER_RESEND -> loss(tracks, TrackStatistics::lostForGood);
            case SPEAK_VOLUME -> largest(tracks, track -> track.video() ? UNKNOWN : track.volume());
            case VIDEO_SIZE -> largest(tracks, track -> track.pictureSize() == 0 ? UNKNOWN : track.pictureSize());
            case VIDEO_CODEC -> codec(tracks, true);
            case AUDIO_CODEC -> codec(tracks, false);
            default -> Optional.empty();
        };
    }

    private static Optional<UserStateValue> bitrate(List<TrackStatistics> tracks, boolean video) {
        List<TrackStatistics> wanted =
                tracks.stream().filter(track -> track.video() == video).toList();
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(number(
                        wanted.stream().mapToLong(TrackStatistics::bitrateBps).sum()));
    }

    private static Optional<UserStateValue> loss(List<TrackStatistics> tracks, ToLongFunction<TrackStatistics> lost) {
        long expected = tracks.stream().mapToLong(TrackStatistics::expected).sum();
        return expected == 0
                ? Optional.empty()
                : Optional.of(number(tracks.stream().mapToLong(lost).sum() * HUNDREDTHS / expected));
    }

    private static Optional<UserStateValue> largest(
            List<TrackStatistics> tracks, ToLongFunction<TrackStatistics> value) {
        long largest = tracks.stream().mapToLong(value).max().orElse(UNKNOWN);
        return largest == UNKNOWN ? Optional.empty() : Optional.of(number(largest));
    }

    private static UserStateValue network(UserStateValue loss) {
        int steps = 0;
        while (steps < NETWORK_STEPS.length && loss.number() >= NETWORK_STEPS[steps]) {
            steps++;
        }
        return number(steps);
    }

    private static Optional<UserStateValue> codec(List<TrackStatistics> tracks, boolean video) {
        return tracks.stream()
                .filter(track -> track.video() == video)
                .findFirst()
                .map(track -> new UserStateValue(codecNumber(track.codec()), track.codec()));
    }

    private static long codecNumber(String codec) {
        String name = codec.toUpperCase(Locale.ROOT);
        return name.equals("H264") ? H264 : FIRST_FURTHER_CODEC + FURTHER_CODECS.indexOf(name);
    }

    private static UserStateValue number(long value) {
        return new UserStateValue(value, null);
    }
}
