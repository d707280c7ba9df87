package org.anychat.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * The encodings of one source (RFC 8853 §5.1).
 *
 * @param send streams the writer sends, such as {@code q;h;~f}, or null
 * @param recv streams the writer receives, or null
 */
public record Simulcast(String send, String recv) {
    /**
     * The ids of a list of streams: of alternatives the first, paused or not.
     *
     * @param streams {@link #send} or {@link #recv}
     * @return in the order of the list; empty for null
     */
    public static List<String> rids(String streams) {
        List<String> rids = new ArrayList<>();
        if (streams != null) {
            for (String stream : streams.split(";", -1)) {
                String first = stream.split(",", 2)[0];
                rids.add(first.startsWith("~") ? first.substring(1) : first);
            }
        }
        return rids;
    }
}
