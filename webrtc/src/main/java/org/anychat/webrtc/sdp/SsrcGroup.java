package org.anychat.webrtc.sdp;

import java.util.List;

/**
 * Sources that belong together (RFC 5576 §4.2).
 *
 * @param semantics {@code FID} for an original and its retransmission, {@code SIM} for layers
 * @param ssrcs 32 bits each, in the order of the line
 */
public record SsrcGroup(String semantics, List<Integer> ssrcs) {
    /**
     * Copies the list.
     *
     * @param semantics of the group
     * @param ssrcs of the group
     */
    public SsrcGroup {
        ssrcs = List.copyOf(ssrcs);
    }
}
