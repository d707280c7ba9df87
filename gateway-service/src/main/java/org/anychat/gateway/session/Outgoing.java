package org.anychat.gateway.session;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.anychat.gateway.GatewayConfig.Keeping;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.ClientLink;
import org.anychat.protocol.EventType;
import org.anychat.protocol.Frame;

/**
 * What goes out to one client. Events for it alone are kept until it has them; while its link is lost all others are
 * swallowed, as the reply to {@code resume} covers them; while it is coming back they wait for that reply.
 */
final class Outgoing {
    private static final int MAX_WAITING = 256;
    /** What a snapshot of the room says. */
    private static final Set<EventType> COVERED = EnumSet.of(
            EventType.ONLINE_USER,
            EventType.USER_AT_ROOM,
            EventType.CAMERA_STATE,
            EventType.MIC_STATE_CHANGE,
            EventType.USER_INFO_UPDATE,
            EventType.CHAT_MODE_CHG);

    private final Keeping keeping;
    private final GatewayCounters counters;
    private final Outbox outbox;
    private final List<SharedMessage> waiting = new ArrayList<>();
    private ClientLink link;
    private boolean returning;

    Outgoing(ClientLink link, Keeping keeping, GatewayCounters counters) {
        this.link = link;
        this.keeping = keeping;
        this.counters = counters;
        this.outbox = new Outbox(keeping.messages(), keeping.bytes());
    }

    ClientLink link() {
        return link;
    }

    void send(SharedMessage message) {
        EventType type = message.type();
        if (type != null && type.isAddressed() && keeping.isOn()) {
            sendAddressed(message.frame());
        } else if (!returning) {
            sendNow(message);
        } else if (!COVERED.contains(type) && waiting.size() < MAX_WAITING) {
            waiting.add(message);
        }
    }

    private void sendNow(SharedMessage message) {
        if (link.isOpen()) {
            link.send(message.frame());
        }
    }

    private void sendAddressed(Frame frame) {
        int dropped = outbox.add(frame);
        if (!link.isOpen() || returning) {
            counters.count(GatewayCounter.EVENT_DROPPED, dropped);
        }
        if (!returning) {
            link.send(frame);
        }
    }

    /** Whether so many bytes reach the client, now or when it is back. */
    boolean takes(int length, boolean kept) {
        return (link.isOpen() && !returning) || (kept && outbox.fits(length));
    }

    /** A new session begins to count. */
    void begin() {
        outbox.begin(0);
    }

    void acknowledge(long received) {
        outbox.acknowledge(received);
    }

    /** The client comes back on a link; nothing goes out but replies until {@link #returned}. */
    void returnOn(ClientLink newLink) {
        link = newLink;
        returning = true;
        waiting.clear();
    }

    /** As {@link #returnOn}, of a client that another gateway has had so far. */
    void returnFromElsewhere(long received) {
        returnOn(link);
        outbox.begin(received);
    }

    /** What the client is to get first, from the gateway that had it. */
    void prepend(List<Frame> earlier) {
        outbox.prepend(earlier);
    }

    long missed(long received) {
        return outbox.missed(received);
    }

    /** What the client does not have that has got so many in all. */
    List<Frame> notYetHad(long received) {
        outbox.acknowledge(received);
        return outbox.frames();
    }

    /** The reply that takes the session up has gone out: so does what waited for it. */
    void returned() {
        returning = false;
        outbox.frames().forEach(link::send);
        waiting.forEach(this::sendNow);
        waiting.clear();
    }
}
