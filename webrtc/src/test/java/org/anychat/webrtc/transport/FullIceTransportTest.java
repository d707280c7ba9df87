package org.anychat.webrtc.transport;

import static org.anychat.webrtc.transport.Nat.Mapping.ADDRESS_AND_PORT_DEPENDENT;
import static org.anychat.webrtc.transport.Nat.Mapping.ENDPOINT_INDEPENDENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anychat.testsupport.LeakCheck;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two full agents with all that is above them, on networks as users have them. */
class FullIceTransportTest {
    private static final int ATTEMPTS = 5;
    private static final LinkConditions INTERNET = LinkConditions.PERFECT.withDelayMs(20);

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.threads("dtls-");

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private FullIceWorld world;
    private int sequence;

    @AfterEach
    void closeWorld() {
        world.close();
    }

    static Stream<Arguments> networksWithAPath() {
        return Stream.of(
                Arguments.of(null, null),
                Arguments.of(ENDPOINT_INDEPENDENT, null),
                Arguments.of(null, ENDPOINT_INDEPENDENT),
                Arguments.of(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT),
                Arguments.of(ADDRESS_AND_PORT_DEPENDENT, null),
                Arguments.of(null, ADDRESS_AND_PORT_DEPENDENT));
    }

    @ParameterizedTest
    @MethodSource("networksWithAPath")
    void shouldCarryMediaBothWaysThroughNats(Nat.Mapping ofOfferer, Nat.Mapping ofAnswerer) {
        open(INTERNET, ofOfferer, ofAnswerer);

        world.describe();
        world.runUntil(world::isConnected);

        assertMediaBothWays();
        assertEquals(List.of("connected"), world.offerer.events);
        assertEquals(List.of("connected"), world.answerer.events);
    }

    static Stream<Arguments> networksWithoutAPath() {
        return Stream.of(
                Arguments.of(ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT),
                Arguments.of(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT),
                Arguments.of(ADDRESS_AND_PORT_DEPENDENT, ENDPOINT_INDEPENDENT));
    }

    @ParameterizedTest
    @MethodSource("networksWithoutAPath")
    void shouldGiveUpAfterFiveSecondsWhereNoPathIs(Nat.Mapping ofOfferer, Nat.Mapping ofAnswerer) {
        open(INTERNET, ofOfferer, ofAnswerer);

        world.describe();
        world.advanceMs(4_800);
        assertEquals(List.of(), world.offerer.events);
        world.advanceMs(400);

        assertEquals(List.of("closed ICE_TIMEOUT"), world.offerer.events);
        assertEquals(List.of("closed ICE_TIMEOUT"), world.answerer.events);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3})
    void shouldConnectInSpiteOfLoss(double loss) {
        LinkConditions lossy = INTERNET.withLoss(loss).withReordering(loss).withDuplication(loss);
        for (int attempt = 1; attempt <= ATTEMPTS && (world == null || !world.isConnected()); attempt++) {
            if (world != null) {
                world.close();
            }
            open(lossy, ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT);
            world.describe();
            world.runUntil(() -> world.isConnected()
                    || world.offerer.events.toString().contains("closed")
                    || world.answerer.events.toString().contains("closed"));
        }

        world.network.conditions(INTERNET);
        assertMediaBothWays();
    }

    @ParameterizedTest
    @EnumSource(
            value = IceRole.class,
            names = {"FULL_CONTROLLING", "FULL_CONTROLLED"})
    void shouldConnectWhicheverRoleTheAnswererTakesItselfFor(IceRole ofAnswerer) {
        world = new FullIceWorld(seeded.random(), INTERNET, ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT, ofAnswerer);

        world.describe();
        world.runUntil(world::isConnected);

        assertMediaBothWays();
    }

    @Test
    void shouldStayConnectedOnConsentAlone() {
        connect(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT);

        world.advanceMs(120_000);

        assertMediaBothWays();
        assertEquals(List.of("connected"), world.offerer.events);
        assertEquals(List.of("connected"), world.answerer.events);
    }

    @Test
    void shouldCloseWithoutConsent() {
        connect(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT);

        world.network.conditions(LinkConditions.PERFECT.withLoss(1));
        world.advanceMs(31_000);

        assertEquals(List.of("connected", "interrupted", "closed CONSENT_EXPIRED"), world.offerer.events);
        assertEquals(List.of("connected", "interrupted", "closed CONSENT_EXPIRED"), world.answerer.events);
    }

    @Test
    void shouldComeBackAfterACutThatIsShorterThanConsent() {
        connect(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT);

        world.network.conditions(LinkConditions.PERFECT.withLoss(1));
        world.advanceMs(15_000);
        world.network.conditions(INTERNET);
        world.advanceMs(2_000);

        assertMediaBothWays();
        assertFalse(world.offerer.transport.isInterrupted());
        assertFalse(world.answerer.transport.isInterrupted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFollowAPeerWhoseNatGivesItAnotherPort(boolean offererMoves) {
        connect(offererMoves ? ENDPOINT_INDEPENDENT : null, offererMoves ? null : ENDPOINT_INDEPENDENT);
        UserPeer moving = offererMoves ? world.offerer : world.answerer;
        UserPeer staying = offererMoves ? world.answerer : world.offerer;
        InetSocketAddress before = staying.transport.remoteAddress();

        moving.nat.forget();
        world.advanceMs(17_000);

        assertNotEquals(before, staying.transport.remoteAddress());
        assertMediaBothWays();
    }

    private void open(LinkConditions conditions, Nat.Mapping ofOfferer, Nat.Mapping ofAnswerer) {
        world = new FullIceWorld(seeded.random(), conditions, ofOfferer, ofAnswerer);
    }

    private void connect(Nat.Mapping ofOfferer, Nat.Mapping ofAnswerer) {
        open(INTERNET, ofOfferer, ofAnswerer);
        world.describe();
        world.runUntil(world::isConnected);
    }

    private void assertMediaBothWays() {
        assertArrives(world.offerer, world.answerer);
        assertArrives(world.answerer, world.offerer);
    }

    private void assertArrives(UserPeer from, UserPeer to) {
        to.rtp.clear();
        byte[] packet = nextPacket();
        byte[] padded = Arrays.copyOf(packet, packet.length + DatagramReceiver.TAIL_ROOM);
        assertTrue(from.transport.sendRtp(padded, 0, packet.length));
        world.advanceMs(100);

        assertArrayEquals(packet, to.rtp.get(0));
    }

    /** Version 2, payload type 96, SSRC 7, twelve bytes of payload. */
    private byte[] nextPacket() {
        sequence++;
        byte[] packet = new byte[24];
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[3] = (byte) sequence;
        packet[11] = 7;
        Arrays.fill(packet, 12, 24, (byte) sequence);
        return packet;
    }
}
