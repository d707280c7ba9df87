package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.util.List;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunMessage;

/** A check as it came proves nothing; the same check signed with the password is answered, whatever else it has. */
class IceLiteAgentFuzzTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.9", 40000);
    private static final IceCredentials LOCAL = new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
    private static final IceCredentials REMOTE = new IceCredentials("h6vY", "abcdefghijklmnopqrstuv");
    private static final MessageIntegrity KEY = MessageIntegrity.shortTerm(LOCAL.password());
    private static final int LARGEST_MESSAGE = 70_000;

    private final byte[] signed = new byte[LARGEST_MESSAGE];
    private int answered;

    @FuzzTest
    void shouldBelieveSignedChecksAlone(byte[] data) {
        answered = 0;
        IceLiteAgent agent = new IceLiteAgent(LOCAL, (response, offset, length, to) -> {
            answered++;
            assertTrue(StunMessage.decode(response, offset, length).isPresent());
            assertEquals(PEER, to);
        });
        agent.remote(REMOTE, List.of(), 1);

        StunOutcome outcome = agent.onStun(data, 0, data.length, PEER, 1);

        assertTrue(answered <= 1);
        if (!KEY.matches(data, 0, data.length)) {
            assertNotEquals(StunOutcome.ACCEPTED, outcome);
            assertFalse(agent.isValidated(PEER));
        }
        StunMessage.decode(data, 0, data.length).ifPresent(message -> {
            int length = message.encode(signed, 0, KEY);
            boolean accepted = agent.onStun(signed, 0, length, PEER, 2) == StunOutcome.ACCEPTED;
            assertEquals(accepted, agent.isValidated(PEER));
        });
    }
}
