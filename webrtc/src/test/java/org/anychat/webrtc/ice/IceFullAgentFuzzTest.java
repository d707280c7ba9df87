package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/** A message as it came proves nothing; signed as a check, or as the answer to the agent's own, it is acted upon or refused. */
class IceFullAgentFuzzTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.9", 40000);
    private static final IceCredentials LOCAL = new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
    private static final IceCredentials REMOTE = new IceCredentials("h6vY", "abcdefghijklmnopqrstuv");
    private static final MessageIntegrity OWN_KEY = MessageIntegrity.shortTerm(LOCAL.password());
    private static final MessageIntegrity PEER_KEY = MessageIntegrity.shortTerm(REMOTE.password());
    private static final long STEP_NS = 50_000_000;
    private static final int LARGEST_MESSAGE = 70_000;

    private final byte[] signed = new byte[LARGEST_MESSAGE];
    private TransactionId lastCheck;
    private int sent;
    private long nowNs;

    @FuzzTest
    void shouldBelieveWhatIsSignedAlone(byte[] data) {
        for (boolean controlling : new boolean[] {true, false}) {
            IceFullAgent agent = new IceFullAgent(LOCAL, controlling, new Random(7), this::record, 5_000_000_000L);
            nowNs = 1;
            agent.remote(REMOTE, List.of(IceCandidate.host(PEER, 1)), nowNs);
            agent.onTimer(nowNs);
            receiveUnsigned(agent, data);
            StunMessage.decode(data, 0, data.length).ifPresent(message -> receiveSigned(agent, message));
        }
    }

    private void receiveUnsigned(IceFullAgent agent, byte[] data) {
        StunOutcome outcome = receive(agent, data, data.length);
        if (!OWN_KEY.matches(data, 0, data.length) && !PEER_KEY.matches(data, 0, data.length)) {
            assertNotEquals(StunOutcome.ACCEPTED, outcome);
            assertFalse(agent.isValidated(PEER));
            assertNull(agent.selected());
        }
    }

    private void receiveSigned(IceFullAgent agent, StunMessage message) {
        boolean known = agent.isValidated(PEER);
        boolean accepted = receive(agent, signed, message.encode(signed, 0, OWN_KEY)) == StunOutcome.ACCEPTED;
        assertEquals(known || accepted, agent.isValidated(PEER));

        StunMessage answer = new StunMessage(message.type(), lastCheck, message.attributes());
        boolean answered = receive(agent, signed, answer.encode(signed, 0, PEER_KEY)) == StunOutcome.ACCEPTED;
        assertTrue(!answered || !message.type().equals(StunMessageType.BINDING_REQUEST));
    }

    private StunOutcome receive(IceFullAgent agent, byte[] data, int length) {
        sent = 0;
        nowNs += STEP_NS;
        StunOutcome outcome = agent.onStun(data, 0, length, PEER, nowNs);
        assertTrue(sent <= 2, "an answer, and a check at most");
        return outcome;
    }

    private void record(byte[] data, int offset, int length, InetSocketAddress to) {
        sent++;
        assertEquals(PEER, to);
        StunMessage message = StunMessage.decode(data, offset, length).orElseThrow();
        if (message.type().equals(StunMessageType.BINDING_REQUEST)) {
            lastCheck = message.transactionId();
        }
    }
}
