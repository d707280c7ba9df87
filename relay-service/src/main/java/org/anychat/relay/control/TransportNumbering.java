package org.anychat.relay.control;

import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.RtpExtensions;
import org.anychat.webrtc.sdp.negotiation.ViewerTrack;

/** Which of a viewer's tracks carry transport-wide numbers, and under which ids their header extensions go out. */
final class TransportNumbering {
    private TransportNumbering() {}

    /**
     * The id of the numbers. They are of use where the viewer reads them and tells of them. A video without a retransmission
     * stream has none: it is sent again as it was, which it could not be under another number.
     *
     * @param told whether the viewer reads the numbers and tells of them
     * @param rtx whether the track has a retransmission stream
     * @return 0 for no numbers
     */
    static int id(ViewerTrack track, boolean told, boolean rtx) {
        return told && (rtx || track.kind() == MediaKind.AUDIO) ? track.transportSequenceId() : 0;
    }

    /** Where the relay numbers nothing, the publisher's numbers, which are for the relay, do not go on to the viewer. */
    static byte[] extensionIds(ViewerTrack track, int id) {
        byte[] ids = track.extensionIds().clone();
        int numbers = track.extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER);
        for (int i = 0; id == 0 && i < ids.length; i++) {
            ids[i] = ids[i] == numbers ? 0 : ids[i];
        }
        return ids;
    }
}
