package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/**
 * Has a STUN server answer from a port to which nothing was sent (CHANGE-REQUEST, RFC 5780 section 4.4): what arrives shows that
 * nothing on the way in looks at the port. That nothing arrives shows nothing, as the server may not know the question, or
 * not be let out from there.
 */
final class FilterQuestion {
    private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_ASKED = 4;
    private static final int REQUEST_CAPACITY = 64;

    private final IceOutput output;
    private final TransactionId id;
    private final byte[] request = new byte[REQUEST_CAPACITY];
    private InetSocketAddress server;
    private int asked;
    private long askedNs;
    private boolean heard;

    FilterQuestion(IceOutput output, Random random) {
        this.output = output;
        this.id = TransactionId.random(random);
    }

    boolean isBegun() {
        return server != null;
    }

    /** Who is asked, or null. */
    InetSocketAddress server() {
        return server;
    }

    /** Asks one that has answered by the port that it was asked at. */
    void begin(InetSocketAddress known, long nowNs) {
        server = known;
        onTimer(nowNs);
    }

    void onTimer(long nowNs) {
        if (isBegun() && !heard && asked < MOST_ASKED && (asked == 0 || nowNs - askedNs >= REPEAT_NS)) {
            asked++;
            askedNs = nowNs;
            StunMessage message = new StunMessage(
                    StunMessageType.BINDING_REQUEST,
                    id,
                    List.of(BindingQuestions.SOFTWARE, new ChangeRequest(false, true)));
            output.send(request, 0, message.encode(request, 0), server);
        }
    }

    /** Takes what came by another port; false where it is something else. */
    boolean take(byte[] data, int offset, int length, InetSocketAddress from) {
        if (!isBegun() || from.equals(server)) {
            return false;
        }
        boolean answers = StunMessage.decode(data, offset, length)
                .filter(message ->
                        message.transactionId().equals(id) && message.type().equals(StunMessageType.BINDING_SUCCESS))
                .isPresent();
        heard |= answers;
        return answers;
    }

    boolean isHeard() {
        return heard;
    }

    /** Whether nothing is left to wait for. */
    boolean isOver(long nowNs) {
        return heard || (asked == MOST_ASKED && nowNs - askedNs >= REPEAT_NS);
    }
}
