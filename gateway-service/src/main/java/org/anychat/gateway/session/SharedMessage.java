package org.anychat.gateway.session;

import org.anychat.protocol.EventType;
import org.anychat.protocol.Frame;
import org.anychat.protocol.ServerCodec;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.ServerMessage;

/**
 * A message for one client or many, encoded once, when the first of them is there to get it: what one of a thousand
 * members does is told to all others. The gateway's context alone.
 */
final class SharedMessage {
    private final ServerMessage message;
    private Frame frame;

    SharedMessage(ServerMessage message) {
        this.message = message;
    }

    /** What kind of event it is; null for a reply. */
    EventType type() {
        return message instanceof ServerEvent event ? EventType.of(event) : null;
    }

    /** The same array for everybody; nobody may change it. */
    Frame frame() {
        if (frame == null) {
            frame = ServerCodec.encode(message);
        }
        return frame;
    }
}
