package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.relay.stats.RelayCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every other service is gone: the relay goes on. */
class RelayAloneIT {
    /** Longer than consent (30 s, RFC 7675), than any bus call, and than three offers without an answer. */
    private static final int SECONDS_ALONE = 35;

    private static final int PER_SECOND = 50;

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(1);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldForwardWhileEveryOtherServiceIsGoneAndAnnounceItsRoomsAfterwards() throws InterruptedException {
        TestPublisher publisher = world.publisher(world.peer(7)).publish(null);
        String track = publisher.audioTrack();
        TestViewer viewer = world.viewer(world.peer(7)).subscribe().answerUntil(track, true);
        world.stopOthers();
        int signsBefore = world.signsOfLife().size();

        AtomicInteger sent = new AtomicInteger();
        Future<?> sending = world.clientLoop()
                .scheduleAtFixedRate(
                        () -> publisher.sendAudio(sent.incrementAndGet()),
                        0,
                        TimeUnit.SECONDS.toMicros(1) / PER_SECOND,
                        TimeUnit.MICROSECONDS);
        int last = SECONDS_ALONE * PER_SECOND;
        for (int mark = PER_SECOND; mark <= last; mark += PER_SECOND) {
            int number = mark;
            viewer.awaitNumber(viewer.ssrc(track), arrived -> arrived >= number);
        }
        sending.cancel(false);

        assertEquals(0, world.counter(RelayCounter.SESSIONS_CLOSED));
        assertEquals(signsBefore, world.signsOfLife().size(), "nobody was there to hear");
        world.startOthers();
        world.bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS).started(new ServiceStarted(Addresses.ROOM));
        assertEquals(
                new AnnounceRooms(TestWorld.NODE, List.of(new RoomId(7))), world.announced.poll(20, TimeUnit.SECONDS));
        world.signal.await("signs of life again", () -> world.signsOfLife().size() > signsBefore);
    }
}
