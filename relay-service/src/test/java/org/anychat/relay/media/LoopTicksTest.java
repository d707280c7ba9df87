package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.anychat.relay.media.ConnectionFigures.StreamView;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.PeerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which sessions a loop looks after at which of its ticks. */
class LoopTicksTest {
    private static final long TICK_MS = MediaLoop.TICK_NS / 1_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LoopWorld world = new LoopWorld();
    private final PeerContext context = world.context(DtlsCertificate.generate(Instant.now(), RANDOM), new Nowhere());
    private int inThisTick;

    private static class Nowhere implements DatagramSender {
        @Override
        public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
            return true;
        }

        @Override
        public void flush() {}
    }

    private static final class Broken extends Nowhere {
        @Override
        public void flush() {
            throw new IllegalStateException("a fault of the way out");
        }
    }

    private final class Session extends MediaSession {
        private boolean busy;
        private int ticks;

        Session(long id, boolean busy) {
            super(id, IceCredentials.generate(RANDOM), world.first, context, Side.SERVER, world.clock.nowNs());
            this.busy = busy;
            world.first.registry().add(this);
        }

        @Override
        boolean needsEveryTick() {
            return busy;
        }

        @Override
        void onTick(long nowNs) {
            ticks++;
            inThisTick++;
        }

        @Override
        LoopFigures figures() {
            return LoopFigures.NONE;
        }

        @Override
        List<StreamView> views() {
            return List.of();
        }

        @Override
        void release() {}

        @Override
        public void onRtp(byte[] data, int offset, int length, long nowNs) {}

        @Override
        public void onRtcp(byte[] data, int offset, int length, long nowNs) {}
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private List<Session> sessions(boolean busy) {
        return LongStream.rangeClosed(1, 20)
                .mapToObj(id -> new Session(id, busy))
                .toList();
    }

    @Test
    void shouldSpreadSessionsOverTheTicksOfARound() {
        List<Session> idle = sessions(false);
        for (int tick = 0; tick < 2 * SessionRegistry.ROUND_TICKS; tick++) {
            inThisTick = 0;
            world.advanceMs(TICK_MS);
            assertEquals(idle.size() / SessionRegistry.ROUND_TICKS, inThisTick);
        }
        idle.forEach(session -> assertEquals(2, session.ticks));
    }

    @Test
    void shouldGiveThoseEveryTickThatNeedIt() {
        List<Session> busy = sessions(true);
        world.advanceMs(10 * TICK_MS);
        busy.forEach(session -> assertEquals(10, session.ticks));
    }

    @Test
    void shouldNoticeWithinARoundThatOneNeedsEveryTickOrNoMore() {
        Session session = new Session(7, false);
        session.busy = true;
        world.advanceMs(SessionRegistry.ROUND_TICKS * TICK_MS);
        int before = session.ticks;
        world.advanceMs(10 * TICK_MS);
        assertEquals(before + 10, session.ticks);
        session.busy = false;
        world.advanceMs(SessionRegistry.ROUND_TICKS * TICK_MS);
        before = session.ticks;
        world.advanceMs(10 * TICK_MS);
        assertEquals(before + 2, session.ticks);
    }

    @Test
    void shouldCloseWhoLeavesThoughAnEndOfATurnFails() {
        MediaLoop loop = world.loops.attach(world::later, new Broken(), () -> null);
        boolean[] closed = {false};
        loop.closeLater(() -> closed[0] = true);
        for (int tick = 0; tick <= 100; tick++) {
            loop.onTimer();
        }
        assertTrue(closed[0]);
        assertTrue(loop.counters().value(RelayCounter.FAULTS) > 0);
    }

    @Test
    void shouldLeaveOutWhoeverHasGone() {
        Session gone = new Session(7, true);
        Session stays = new Session(12, false);
        gone.transport().close();
        world.advanceMs(SessionRegistry.ROUND_TICKS * TICK_MS);
        assertEquals(0, gone.ticks);
        assertEquals(1, stays.ticks);
    }
}
