package org.anychat.client.media;

/** A received track of which packets are passed on. For the connection's loop. */
interface IncomingTrack {
    /** From now on all packets that come are given to a track, too, as they come. */
    void passTo(ForwardedTrack track);

    void stopPassingTo(ForwardedTrack track);

    /** Asks for a key frame; whatever is asked, the sender hears of it twice a second at most. */
    void requestKeyFrame();

    /** What the sender last said of its clocks; null before it has. */
    SenderReport lastReport();

    /**
     * The same instant on two clocks (RFC 3550 section 6.4.1).
     *
     * @param ntp          wallclock, in the 64 bits of NTP
     * @param rtpTimestamp the track's
     */
    record SenderReport(long ntp, int rtpTimestamp) {}
}
