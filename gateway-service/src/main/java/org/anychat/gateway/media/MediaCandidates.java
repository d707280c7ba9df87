package org.anychat.gateway.media;

import java.net.InetSocketAddress;
import java.util.List;
import org.anychat.webrtc.sdp.negotiation.HostCandidates;

/**
 * Adds a gateway's own TCP ports to what relays say in their descriptions of where media goes (RFC 8839 section 5.1, RFC
 * 6544 section 4.5), as clients reach a gateway where they reach nothing else. Belongs to the gateway's context.
 */
public final class MediaCandidates {
    private static final String CANDIDATE = "a=candidate:";
    private static final String LINE_END = "\r\n";
    private static final int MOST = 8;
    /** Behind the relay's own, which save a step. */
    private static final int PREFERENCE = 4_095;

    private String lines = "";

    /** Makes candidates that are not known yet. */
    public MediaCandidates() {
        // Clients come when they are known.
    }

    /**
     * Says where clients reach the gateway.
     *
     * @param addresses of its ports, the best first; of many the first few are told
     */
    public void tell(List<InetSocketAddress> addresses) {
        StringBuilder text = new StringBuilder();
        HostCandidates.passiveTcp(addresses.stream().limit(MOST).toList(), PREFERENCE)
                .forEach(value -> text.append(CANDIDATE).append(value).append(LINE_END));
        lines = text.toString();
    }

    /**
     * Adds them to a description.
     *
     * @param sdp a relay's
     * @return the same with more candidates after those of each section that has some
     */
    public String addedTo(String sdp) {
        if (lines.isEmpty() || !sdp.contains(CANDIDATE)) {
            return sdp;
        }
        StringBuilder more = new StringBuilder(sdp.length() + lines.length());
        int at = 0;
        boolean among = false;
        while (at < sdp.length()) {
            boolean candidate = sdp.startsWith(CANDIDATE, at);
            if (among && !candidate) {
                more.append(lines);
            }
            among = candidate;
            int end = sdp.indexOf('\n', at);
            int next = end < 0 ? sdp.length() : end + 1;
            more.append(sdp, at, next);
            at = next;
        }
        return among ? more.append(lines).toString() : more.toString();
    }
}
