package org.anychat.relay.media;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunResponder;

/**
 * Tells clients that make direct connections where they come from (RFC 8489 section 12), and, from a port to which nothing was
 * sent, whether that arrives (RFC 5780 section 4.4). Whoever forges a sender's address
 * has the answers sent there, and they are longer than a request; so all answers together are never more bytes than all
 * requests, which takes no state per address: of a row of requests some stay without an answer, and clients ask again.
 * One loop's.
 */
final class StunServer {
    /** Bytes saved up for quiet times; more would be a burst at somebody's expense. */
    private static final int MOST_CREDIT = 2_048;

    private static final int IPV4_RESPONSE_LENGTH = 32;

    private final byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];
    private int credit;
    private boolean byOtherPort;

    /** The length of the answer in {@link #response}, or 0 where there is none. */
    int answer(byte[] data, int offset, int length, InetSocketAddress from) {
        credit = Math.min(MOST_CREDIT, credit + length);
        int dearest = from.getAddress() instanceof Inet4Address ? IPV4_RESPONSE_LENGTH : response.length;
        if (credit < dearest) {
            return 0;
        }
        Optional<StunMessage> request = StunResponder.request(data, offset, length);
        ChangeRequest change = request.map(StunResponder::change).orElse(null);
        // Another address than the one that was asked is nobody's to promise.
        if (change == null || change.address()) {
            return 0;
        }
        byOtherPort = change.port();
        int answerLength = StunResponder.respond(request.get(), from, response);
        credit -= answerLength;
        return answerLength;
    }

    /** Whether that answer is to leave by another port than the one that was asked (RFC 5780 section 4.4). */
    boolean byOtherPort() {
        return byOtherPort;
    }

    /** Holds the answer until the next request. */
    byte[] response() {
        return response;
    }
}
