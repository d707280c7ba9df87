package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.media.IncomingTrack.Source;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.stun.MessageIntegrity;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MediaLoopTest {
    private static final long ID = 7;
    private static final long ATTACKER = 8;
    private static final IceCredentials ATTACKERS = new IceCredentials("Battacker", "p".repeat(24));
    private static final ExtensionIds NO_EXTENSIONS = new ExtensionIds(-1, -1, -1, -1, -1, -1);

    private final LoopWorld world = new LoopWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldForgetAClientThatNeverChecks() {
        openPublisher();
        assertTrue(world.held() > 0);
        world.advanceMs(14_900);
        assertEquals(List.of(), world.events);
        world.advanceMs(200);
        assertEquals(List.of("closed 7 ICE_TIMEOUT"), world.events);
        assertEquals(0, world.held());
    }

    @Test
    void shouldForgetAClientThatNeverShakesHands() {
        world.clientSpeaksOnlyStun();
        openPublisher();
        world.connectClient();
        world.advanceMs(5_000);
        assertEquals(1, world.loops.directory().size());
        world.advanceMs(6_000);
        assertEquals(List.of("closed 7 DTLS_TIMEOUT"), world.events);
        assertEquals(0, world.held());
    }

    @Test
    void shouldTellOfSilenceAndEndIt() {
        openPublisher();
        world.connectClient();
        world.runUntil(() -> world.events.contains("connected 7") && world.events.contains("client connected"));
        world.clientGoes();
        world.advanceMs(10_000);
        assertTrue(world.events.contains("interrupted 7"));
        assertFalse(world.events.contains("closed 7 CONSENT_EXPIRED"));
        world.advanceMs(30_000);
        assertTrue(world.events.contains("closed 7 CONSENT_EXPIRED"));
        assertEquals(0, world.held());
    }

    @Test
    void shouldServeAClientWhoseDatagramsComeByAnotherLoopsSocket() {
        world.readBy(world.second);
        openPublisher();
        world.connectClient();
        world.runUntil(() -> world.events.contains("connected 7") && world.events.contains("client connected"));
        assertTrue(world.second.counters().value(RelayCounter.DATAGRAMS_HANDED_OVER) > 3);
        assertEquals(0, world.first.counters().value(RelayCounter.DATAGRAMS_IN));
        assertEquals(0, world.second.registry().entries());
    }

    @Test
    void shouldCountChecksForNobody() {
        world.connectClient();
        world.advanceMs(500);
        assertTrue(world.first.counters().value(RelayCounter.DROP_UNKNOWN_UFRAG) > 0);
        assertEquals(0, world.held());
    }

    @Test
    void shouldDropChecksForNobodyWhereTheyAreReadAndFillNoOtherLoopsQueueWithThem() {
        world.readBy(world.second);
        world.connectClient();
        world.advanceMs(500);
        assertTrue(world.second.counters().value(RelayCounter.DROP_UNKNOWN_UFRAG) > 0);
        assertEquals(0, world.second.counters().value(RelayCounter.DATAGRAMS_HANDED_OVER));
    }

    @Test
    void shouldKnowNoNameAnyMoreOnceEverybodyIsGone() {
        openPublisher();
        for (int i = 0; i < 10; i++) {
            world.first.proxy().restartIce(ID, new IceCredentials("name" + i, "p".repeat(24)));
            world.runTasks();
        }
        assertEquals(4, world.loops.directory().names());
        assertTrue(world.loops.directory().isNamed("name9"));

        world.first.proxy().close(ID);
        world.runTasks();

        assertEquals(0, world.loops.directory().names());
    }

    @Test
    void shouldLeaveAnAddressToWhoeverIsHeardFromThere() {
        openPublisher();
        world.connectClient();
        world.runUntil(() -> world.events.contains("connected 7") && world.events.contains("client connected"));
        openAttacker();

        forgeCheck(1);
        world.advanceMs(5_000);
        forgeCheck(2);

        assertEquals(ID, world.ownerOfTheClientsAddress());
        assertEquals(2, world.second.counters().value(RelayCounter.DROP_ADDRESS_TAKEN));
    }

    @Test
    void shouldGiveAnAddressBackToWhoeverHadItFirstAndIsHeardAgain() {
        openPublisher();
        world.connectClient();
        world.runUntil(() -> world.events.contains("connected 7") && world.events.contains("client connected"));
        openAttacker();
        world.clientGoes();
        world.advanceMs(8_000);

        forgeCheck(1);
        assertEquals(ATTACKER, world.ownerOfTheClientsAddress(), "nobody was there");
        world.clientComesBack();
        world.advanceMs(6_500);

        assertEquals(ID, world.ownerOfTheClientsAddress());
        forgeCheck(2);
        assertEquals(ID, world.ownerOfTheClientsAddress());
        world.second.proxy().close(ATTACKER);
        world.first.proxy().close(ID);
        world.runTasks();
        assertEquals(0, world.held());
    }

    private void openAttacker() {
        world.second.proxy().openSubscriber(ATTACKER, ATTACKERS);
        world.runTasks();
    }

    private void forgeCheck(long transaction) {
        byte[] check = new byte[512];
        StunMessage message = new StunMessage(
                StunMessageType.BINDING_REQUEST,
                new TransactionId((int) transaction, transaction),
                List.of(new Username(ATTACKERS.ufrag() + ":evil"), new IceControlling(1), new UseCandidate()));
        int length = message.encode(check, 0, MessageIntegrity.shortTerm(ATTACKERS.password()));
        world.forge(world.second, check, length);
    }

    @Test
    void shouldKeepOnlyTheLatestNamesOfAClientThatRestartsOverAndOver() {
        world.first.proxy().openSubscriber(ID, world.relayCredentials);
        world.runTasks();
        int before = world.held();
        for (int i = 0; i < 100; i++) {
            String ufrag = MediaLoops.ufragPrefix(world.first) + "name" + i;
            world.first.proxy().restartIce(ID, new IceCredentials(ufrag, "p".repeat(24)));
            world.runTasks();
        }
        assertEquals(before + 3, world.held());
    }

    @Test
    void shouldFreeEverythingAtOnceWhenAConnectionIsClosed() {
        openPublisher();
        world.first.proxy().close(ID);
        world.runTasks();
        assertEquals(List.of("closed 7 LOCAL"), world.events);
        assertEquals(0, world.held());
        world.first.proxy().close(ID);
        world.runTasks();
        assertEquals(1, world.events.size());
    }

    @Test
    void shouldEndATurnBeforeWhatItBringsCouldFillABuffer() {
        int half = world.first.settings().sendBuffers().videoBytes() / 2;
        int turn = world.first.waiting().turn();
        world.first.onPublished(half - 1);
        assertEquals(turn, world.first.waiting().turn());
        world.first.onPublished(1);
        assertEquals(turn + 1, world.first.waiting().turn());
        world.first.onPublished(half - 1);
        assertEquals(turn + 1, world.first.waiting().turn());
    }

    private void openPublisher() {
        PublicationFormat format = new PublicationFormat(VideoCodec.VP8, 90_000, 1);
        IncomingTrack track = new IncomingTrack(
                1, format, "0", 96, 97, true, List.of(new Source(5, 6, true)), List.of(), NO_EXTENSIONS);
        world.first.proxy().openPublisher(ID, world.relayCredentials, world.clientDescription(), List.of(track), 0);
        world.runTasks();
    }
}
