package org.anychat.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anychat.contracts.GatewayApi.TextNumber;
import org.anychat.contracts.SessionId;

/**
 * The last text of each sender that clients of this gateway have got. A successor of the room service does not know what
 * the instance before has lived to deliver, and delivers it again: always the last, as a sender's next text waits for the
 * answer to the one before.
 */
final class HeardTexts {
    /** Senders; who has been silent for longest is forgotten first. */
    static final int MAX_SENDERS = 10_000;

    private static final float LOAD = 0.75f;

    private final Map<SessionId, Long> lastNumbers = new LinkedHashMap<>(64, LOAD, true);

    /** Whether it is to be delivered; from now on it is not. */
    boolean isNew(TextNumber sent) {
        if (sent == null) {
            return true;
        }
        Long last = lastNumbers.put(sent.session(), sent.number());
        if (last != null && last == sent.number()) {
            return false;
        }
        if (lastNumbers.size() > MAX_SENDERS) {
            lastNumbers.remove(lastNumbers.keySet().iterator().next());
        }
        return true;
    }
}
