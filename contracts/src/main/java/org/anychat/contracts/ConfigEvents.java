package org.anychat.contracts;

/**
 * What the services of a process hear of changed settings. Published at {@link Addresses#CONFIG_EVENTS} by the launcher,
 * and heard in that process only: each process of a cluster has settings of its own.
 */
public interface ConfigEvents {
    /**
     * Settings that need no restart have changed. Whoever keeps some of them takes all of its own anew.
     *
     * @param settings all of them as they are now, not only those that differ
     */
    @BusCall
    void changed(LiveSettings settings);

    /**
     * All settings that change without a restart.
     *
     * @param media what clients are to send
     * @param logins who may log in
     * @param rooms what rooms there may be
     */
    record LiveSettings(Media media, Logins logins, Rooms rooms) {}

    /**
     * What clients are to send.
     *
     * @param video video
     * @param audio audio
     * @param webVideoCodec what browsers use for the video codec's number, as in SDP
     * @param webAudioCodec what browsers use for the audio codec's number, as in SDP
     */
    record Media(Video video, Audio audio, String webVideoCodec, String webAudioCodec) {}

    /**
     * Video.
     *
     * @param width in pixels
     * @param height in pixels
     * @param fps pictures per second
     * @param gop pictures from one key frame to the next
     * @param bitrateBps in bit/s, 0 for quality first
     * @param codec the field's number
     * @param quality 1 poor to 5 best
     * @param preset 1 least work for the encoder to 5 most
     */
    record Video(int width, int height, int fps, int gop, int bitrateBps, int codec, int quality, int preset) {}

    /**
     * Audio.
     *
     * @param samplesPerSec in Hz
     * @param channels 1 or 2
     * @param bitsPerSample 8, 16 or 24
     * @param codec the field's number
     * @param bitrateBps in bit/s, 0 for quality first
     */
    record Audio(int samplesPerSec, int channels, int bitsPerSample, int codec, int bitrateBps) {}

    /**
     * Who may log in.
     *
     * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
     * @param allowGuestLogin whether guests are allowed outside demo mode
     */
    record Logins(boolean closeFrontLink, boolean allowGuestLogin) {}

    /**
     * What rooms there may be.
     *
     * @param autoAddRoom whether entering a room that does not exist makes it
     * @param maxUsersPerRoom how many a room holds
     * @param directPeers with how many others a user exchanges media without the relay at most; 0 for none
     * @param trees how far streams go along mesh trees, or null where there are none
     */
    record Rooms(boolean autoAddRoom, int maxUsersPerRoom, int directPeers, Trees trees) {
        /**
         * Rooms all of whose media goes through the relay.
         *
         * @param autoAddRoom whether entering a room that does not exist makes it
         * @param maxUsersPerRoom how many a room holds
         */
        public Rooms(boolean autoAddRoom, int maxUsersPerRoom) {
            this(autoAddRoom, maxUsersPerRoom, 0, null);
        }
    }

    /**
     * How far streams go along mesh trees.
     *
     * @param ttl the most hops between users, 1 to 16
     * @param mtn how many users a user sends one stream to at most, 1 to 64
     */
    record Trees(int ttl, int mtn) {}
}
