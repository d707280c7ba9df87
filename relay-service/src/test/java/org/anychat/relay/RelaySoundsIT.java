package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RoomId;
import org.anychat.relay.media.LoopFigures;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A room in which more people can be heard than a viewer hears at once. */
class RelaySoundsIT {
    private static final int PEOPLE = 12;
    private static final int PLACES = RelayConfig.Limits.DEFAULT.loudestSpeakers();
    private static final int SILENCE = 127;
    private static final int SPEECH = 30;
    private static final NodeId OTHER = new NodeId("relay-2");

    /** Nobody's: what is sent while it waits must not wait for a signal that is being raised. */
    private final Signal patience = new Signal();

    private TestWorld world;
    private final List<TestPublisher> publishers = new ArrayList<>();
    private int number;

    @BeforeEach
    void start() {
        world = new TestWorld(1);
        for (int i = 0; i < PEOPLE; i++) {
            publishers.add(world.publisher(world.peer(1)).levels().publish(null));
        }
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Everybody sends a packet of the next number, and the relay has dealt with all of them; how many it has sent on. */
    private long round() {
        number++;
        long before = world.counter(RelayCounter.RTP_OUT);
        long received = world.counter(RelayCounter.RTP_IN);
        publishers.forEach(publisher -> publisher.sendSound(number, SILENCE));
        patience.await(
                "the relay has them all", () -> world.counter(RelayCounter.RTP_IN) == received + publishers.size());
        world.awaitLoops();
        return world.counter(RelayCounter.RTP_OUT) - before;
    }

    private int heldBack() {
        LoopFigures figures = TestWorld.await(world.verticle.figures()).media();
        return figures.heldSounds();
    }

    private void awaitHeldBack(int sounds) {
        patience.await(() -> heldBack() + " held back", () -> heldBack() == sounds);
    }

    private TestViewer viewerOfAll() {
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        publishers.forEach(publisher -> viewer.answerUntil(publisher.audioTrack(), true));
        return viewer;
    }

    private List<TestPublisher> heardIn(TestViewer viewer, int round) {
        return publishers.stream()
                .filter(publisher ->
                        viewer.numbers(viewer.ssrc(publisher.audioTrack())).contains(round))
                .toList();
    }

    private List<TestPublisher> awaitHeard(TestViewer viewer) {
        int round = number;
        viewer.transport.signal.await(
                () -> heardIn(viewer, round).size() + " heard",
                () -> heardIn(viewer, round).size() == PLACES);
        return heardIn(viewer, round);
    }

    @Test
    void shouldSendThePlacesAndWhoeverBeginsToSpeakAtOnce() {
        TestViewer viewer = viewerOfAll();
        round();
        awaitHeldBack(PEOPLE - PLACES);
        assertEquals(PLACES, round());
        List<TestPublisher> heard = awaitHeard(viewer);
        TestPublisher speaker = publishers.stream()
                .filter(publisher -> !heard.contains(publisher))
                .findFirst()
                .orElseThrow();
        int ssrc = viewer.ssrc(speaker.audioTrack());

        speaker.sendSound(++number, SPEECH);

        int spoken = number;
        viewer.awaitNumber(ssrc, got -> got == spoken);
        assertTrue(viewer.packet(ssrc, spoken).marker(), "it goes on after a pause");
        assertEquals(1, world.counter(RelayCounter.SOUNDS_ADMITTED));
        assertEquals(PLACES, round());
        assertTrue(awaitHeard(viewer).contains(speaker));
        for (TestPublisher publisher : publishers) {
            List<Integer> numbers = viewer.packets(viewer.ssrc(publisher.audioTrack())).stream()
                    .map(TestPackets::read)
                    .map(RtpPacket::sequenceNumber)
                    .toList();
            assertEquals(
                    IntStream.range(0, numbers.size())
                            .mapToObj(i -> numbers.get(0) + i)
                            .toList(),
                    numbers,
                    "no hole");
        }
    }

    @Test
    void shouldSendWhatTellsNoLevelBesideThose() {
        TestViewer viewer = viewerOfAll();
        round();
        awaitHeldBack(PEOPLE - PLACES);
        TestPublisher phone = world.publisher(world.peer(1)).publish(null);
        viewer.answerUntil(phone.audioTrack(), true);

        phone.sendAudio(1_000);

        viewer.awaitNumber(viewer.ssrc(phone.audioTrack()), got -> got == 1_000);
        assertEquals(PEOPLE - PLACES, heldBack());
    }

    @Test
    void shouldCarryOverALinkWhatCanBeHeardThereAndWhomSomebodyHasChosen() {
        RelayApi other = world.otherRelay(OTHER);
        RoomSpan span = new RoomSpan(new RoomId(1), 1, List.of(TestWorld.NODE, OTHER));
        TestWorld.await(world.relay.span(span));
        TestWorld.await(other.span(span));
        TestPublisher chosen = publishers.get(PEOPLE - 1);
        try (TestWatcher all = new TestWatcher(world, other, world.peer(1));
                TestWatcher one = new TestWatcher(world, other, world.peer(1))) {
            all.watch(null, 1);
            one.watch(chosen.peer.user(), 1);
            patience.await("the link carries the one", () -> {
                round();
                return !one.numbers(one.ssrc(0)).isEmpty();
            });
            patience.await("the link is thinned out", () -> heldBack() >= PEOPLE - PLACES - 2);

            long sent = round();

            // Who sits in the seat, who was chosen, and the loudest of the others.
            assertTrue(sent <= PLACES + 2, "sent " + sent);
            int last = number;
            one.awaitNumber(one.ssrc(0), got -> got == last);
        }
    }
}
