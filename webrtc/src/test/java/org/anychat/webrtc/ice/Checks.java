package org.anychat.webrtc.ice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/** Builds the checks that a controlling peer of an agent sends. */
final class Checks {
    static final IceCredentials SERVER = new IceCredentials("SERV", "s".repeat(22));
    static final IceCredentials CLIENT = new IceCredentials("CLNT", "c".repeat(22));

    private static final AtomicLong TRANSACTIONS = new AtomicLong();

    private Checks() {}

    static byte[] check(StunAttribute... extra) {
        return check(SERVER, CLIENT.ufrag(), extra);
    }

    static byte[] check(IceCredentials server, String clientUfrag, StunAttribute... extra) {
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new StunAttribute.Username(server.ufrag() + ':' + clientUfrag));
        attributes.add(new StunAttribute.IceControlling(1));
        attributes.add(new StunAttribute.Priority(1));
        attributes.addAll(List.of(extra));
        TransactionId id = new TransactionId(1, TRANSACTIONS.incrementAndGet());
        return signed(server.password(), StunMessageType.BINDING_REQUEST, id, attributes);
    }

    static byte[] signed(String password, StunMessageType type, TransactionId id, List<StunAttribute> attributes) {
        byte[] buffer = new byte[1024];
        int length = new StunMessage(type, id, attributes).encode(buffer, 0, MessageIntegrity.shortTerm(password));
        return Arrays.copyOf(buffer, length);
    }
}
