package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.Opaque;
import org.anychat.webrtc.stun.StunAttribute.UnknownAttributes;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IceLiteAgentTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("198.51.100.1", 1);
    private static final InetSocketAddress THERE = new InetSocketAddress("2001:db8::1", 2);
    private static final IceCredentials NEW_SERVER = new IceCredentials("NEWS", "n".repeat(22));

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final List<byte[]> sent = new ArrayList<>();
    private final List<InetSocketAddress> destinations = new ArrayList<>();
    private final IceLiteAgent agent = new IceLiteAgent(Checks.SERVER, this::record);

    @BeforeEach
    void knowThePeer() {
        agent.remote(Checks.CLIENT, List.of(), 0);
    }

    @Test
    void shouldAnswerACheckWithTheMappedAddressSignedWithItsPassword() {
        byte[] check = Checks.check();
        TransactionId id =
                StunMessage.decode(check, 0, check.length).orElseThrow().transactionId();

        assertEquals(StunOutcome.ACCEPTED, receive(check, THERE, 5));

        assertEquals(List.of(THERE), destinations);
        assertEquals(
                new StunMessage(StunMessageType.BINDING_SUCCESS, id, List.of(new XorMappedAddress(THERE))), lastSent());
        assertTrue(MessageIntegrity.shortTerm(Checks.SERVER.password()).matches(sent.get(0), 0, sent.get(0).length));
    }

    @Test
    void shouldLearnTheAddressAndTheConsentFromACheck() {
        assertNull(agent.selected());

        receive(Checks.check(), HERE, 5);

        assertEquals(HERE, agent.selected());
        assertEquals(5, agent.lastConsentNs());
        assertTrue(agent.isValidated(HERE));
        assertFalse(agent.isValidated(THERE));
    }

    @Test
    void shouldSendToTheAddressNominatedLast() {
        receive(Checks.check(new UseCandidate()), HERE, 1);
        receive(Checks.check(), THERE, 2);
        assertEquals(HERE, agent.selected());
        assertEquals(1, agent.lastConsentNs());

        receive(Checks.check(new UseCandidate()), THERE, 3);

        assertEquals(THERE, agent.selected());
        assertTrue(agent.isValidated(HERE));
    }

    @Test
    void shouldFollowAPeerThatHasLeftTheAddressItNominated() {
        long patienceNs = TimeUnit.SECONDS.toNanos(8);
        receive(Checks.check(new UseCandidate()), HERE, 1);
        receive(Checks.check(), THERE, patienceNs);
        assertEquals(HERE, agent.selected());

        receive(Checks.check(), THERE, 1 + patienceNs);

        assertEquals(THERE, agent.selected());
        assertEquals(1 + patienceNs, agent.lastConsentNs());
    }

    @Test
    void shouldNotLetAPeerNominateThatTakesItselfForControlled() {
        receive(Checks.check(new UseCandidate()), HERE, 1);

        assertEquals(StunOutcome.ACCEPTED, receive(Checks.check(new IceControlled(1), new UseCandidate()), THERE, 2));

        assertEquals(HERE, agent.selected());
    }

    @Test
    void shouldNotMoveForACheckThatSomebodyElseSendsAgain() {
        byte[] check = Checks.check(new UseCandidate());
        receive(check, HERE, 1);
        for (int i = 1; i < RecentChecks.MAX; i++) {
            receive(Checks.check(new UseCandidate()), HERE, 1 + i);
        }
        sent.clear();

        assertEquals(StunOutcome.REPLAYED, receive(check, THERE, 20));

        assertEquals(HERE, agent.selected());
        assertFalse(agent.isValidated(THERE));
        assertEquals(List.of(), sent);
        assertEquals(StunOutcome.ACCEPTED, receive(check, HERE, 21), "the peer repeats it");
    }

    @Test
    void shouldRefuseAnotherKeyWithoutLearningAnything() {
        byte[] forged =
                Checks.check(new IceCredentials(Checks.SERVER.ufrag(), "x".repeat(22)), "CLNT", new UseCandidate());

        assertEquals(StunOutcome.UNAUTHENTICATED, receive(forged, HERE, 1));

        assertEquals(401, error().code());
        assertFalse(agent.isValidated(HERE));
        assertNull(agent.selected());
    }

    @Test
    void shouldRefuseOtherNames() {
        assertEquals(StunOutcome.UNAUTHENTICATED, receive(Checks.check(NEW_SERVER, "CLNT"), HERE, 1));
        assertEquals(StunOutcome.UNAUTHENTICATED, receive(Checks.check(Checks.SERVER, "OTHR"), HERE, 1));
        assertEquals(StunOutcome.UNAUTHENTICATED, receive(Checks.check(Checks.SERVER, ""), HERE, 1));
    }

    @Test
    void shouldAcceptAnyNameOfThePeerUntilItsDescriptionIsKnown() {
        IceLiteAgent early = new IceLiteAgent(Checks.SERVER, this::record);
        byte[] check = Checks.check(Checks.SERVER, "ANYB");

        assertEquals(StunOutcome.ACCEPTED, early.onStun(check, 0, check.length, HERE, 1));
    }

    @Test
    void shouldRefuseARequestWithoutNameOrSignature() {
        byte[] nameless = Checks.signed(
                Checks.SERVER.password(), StunMessageType.BINDING_REQUEST, new TransactionId(1, 2), List.of());

        assertEquals(StunOutcome.BAD_REQUEST, receive(nameless, HERE, 1));
        assertEquals(400, error().code());
        assertFalse(agent.isValidated(HERE));
    }

    /** RFC 8489 section 14.5: MESSAGE-INTEGRITY-SHA256 comes after MESSAGE-INTEGRITY where a sender offers both. */
    @Test
    void shouldTakeTheIntegrityItKnowsWhereACheckHasTwo() {
        byte[] check = Checks.check();
        int fingerprint = check.length - 8;
        byte[] both = Arrays.copyOf(check, check.length + 36);
        both[fingerprint + 1] = 0x1C;
        both[fingerprint] = 0;
        both[fingerprint + 2] = 0;
        both[fingerprint + 3] = 32;
        both[3] = (byte) (both[3] + 36);
        CRC32 crc = new CRC32();
        crc.update(both, 0, fingerprint + 36);
        ByteBuffer.wrap(both).position(fingerprint + 36).putInt(0x80280004).putInt((int) crc.getValue() ^ 0x5354554E);

        assertEquals(StunOutcome.ACCEPTED, receive(both, HERE, 0));
        assertTrue(MessageIntegrity.isPresent(sent.get(0), 0, sent.get(0).length));
    }

    @Test
    void shouldNameTheAttributesItMustUnderstandAndDoesNot() {
        byte[] check = Checks.check(new Opaque(0x7FFE, new byte[4]), new Opaque(0xC057, new byte[4]));

        assertEquals(StunOutcome.UNKNOWN_ATTRIBUTE, receive(check, HERE, 1));

        assertEquals(420, error().code());
        assertEquals(
                List.of(0x7FFE),
                lastSent().first(UnknownAttributes.class).orElseThrow().types());
    }

    @Test
    void shouldNotAnswerGarbageAnswersAndIndications() {
        byte[] answer = Checks.signed(
                Checks.SERVER.password(), StunMessageType.BINDING_SUCCESS, new TransactionId(1, 2), List.of());
        byte[] unfingerprinted = new byte[64];
        StunMessage plain = new StunMessage(
                StunMessageType.BINDING_REQUEST, new TransactionId(1, 2), List.of(new Username("SERV:CLNT")));
        int length = plain.encode(unfingerprinted, 0);

        assertEquals(StunOutcome.UNEXPECTED, receive(answer, HERE, 1));
        assertEquals(StunOutcome.MALFORMED, receive(new byte[30], HERE, 1));
        assertEquals(StunOutcome.MALFORMED, receive(Arrays.copyOf(unfingerprinted, length), HERE, 1));
        assertEquals(List.of(), sent);
    }

    @Test
    void shouldGoOnWithTheOldPairUntilTheNewOneIsNominated() {
        receive(Checks.check(new UseCandidate()), HERE, 1);
        agent.restart(NEW_SERVER);

        receive(Checks.check(new UseCandidate()), HERE, 2);
        assertEquals(HERE, agent.selected());
        assertEquals(2, agent.lastConsentNs());
        receive(Checks.check(NEW_SERVER, "CLNT"), THERE, 3);
        assertEquals(HERE, agent.selected());

        receive(Checks.check(NEW_SERVER, "CLNT", new UseCandidate()), THERE, 4);

        assertEquals(THERE, agent.selected());
        assertEquals(StunOutcome.UNAUTHENTICATED, receive(Checks.check(new UseCandidate()), HERE, 5));
    }

    @Test
    void shouldBoundTheAddressesOfAPeerAndKeepTheSelectedOne() {
        receive(Checks.check(new UseCandidate()), HERE, 1);
        for (int port = 1000; port < 2000; port++) {
            receive(Checks.check(), new InetSocketAddress("198.51.100.1", port), 2);
        }

        long remembered = 0;
        for (int port = 1000; port < 2000; port++) {
            remembered += agent.isValidated(new InetSocketAddress("198.51.100.1", port)) ? 1 : 0;
        }

        assertEquals(ValidatedAddresses.MAX - 1, remembered);
        assertTrue(agent.isValidated(HERE));
    }

    @Test
    void shouldLearnNothingFromAFlood() {
        Random random = seeded.random();
        byte[] sample =
                Checks.check(new IceCredentials(Checks.SERVER.ufrag(), "x".repeat(22)), "CLNT", new UseCandidate());
        for (int i = 0; i < 20_000; i++) {
            byte[] forged = sample.clone();
            forged[random.nextInt(forged.length)] = (byte) random.nextInt(256);
            InetSocketAddress from = new InetSocketAddress("198.51.100.1", 1 + random.nextInt(65535));
            sent.clear();
            agent.onStun(forged, 0, forged.length, from, i);
            assertTrue(sent.stream().allMatch(answer -> answer.length < forged.length), "no amplification");
            assertFalse(agent.isValidated(from));
        }
        assertNull(agent.selected());
    }

    private StunOutcome receive(byte[] message, InetSocketAddress from, long nowNs) {
        byte[] shifted = new byte[message.length + 7];
        System.arraycopy(message, 0, shifted, 3, message.length);
        return agent.onStun(shifted, 3, message.length, from, nowNs);
    }

    private void record(byte[] data, int offset, int length, InetSocketAddress to) {
        sent.add(Arrays.copyOfRange(data, offset, offset + length));
        destinations.add(to);
    }

    private StunMessage lastSent() {
        byte[] last = sent.get(sent.size() - 1);
        return StunMessage.decode(last, 0, last.length).orElseThrow();
    }

    private StunAttribute.ErrorCode error() {
        return lastSent().first(ErrorCode.class).orElseThrow();
    }
}
