package org.anychat.relay.control;

import java.util.List;
import java.util.Set;
import org.anychat.relay.media.OutgoingTrack;
import org.anychat.webrtc.rtp.VideoCodec;

/** The connection on which a client receives, whichever side offers. */
interface ViewerConnection {
    /** Its number at its media loop. */
    long id();

    /** What the media loop is to send, what the client does not want or may not get paused. */
    List<OutgoingTrack> outgoing(Participant viewer);

    /** The publications that have to be here for it. */
    Set<Long> needed(Participant viewer);

    /** Of these, the publications whose sound must not give way to louder ones before it is here. */
    Set<Long> certain(Participant viewer);

    /** The codecs of a video's publisher that this client decodes; null where it was not asked or does not get it. */
    Set<VideoCodec> decodes(long publication);

    /** Media can flow. */
    void onConnected();
}
