package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets a thread, and who gives it back; threads are run by hand. */
class HandshakePoolTest {
    private static final int RUNNING = 4;
    private static final int WAITING = 4;

    private final ArrayDeque<Runnable> threads = new ArrayDeque<>();
    private final HandshakePool pool = new HandshakePool(RUNNING, WAITING, threads::add, Runnable::run);
    private final List<String> ran = new ArrayList<>();

    private final class Fake implements HandshakePool.Handshake {
        final String name;
        final String network;
        long silentNs;
        String ended;

        Fake(String name, String network, long silentMs) {
            this.name = name;
            this.network = network;
            this.silentNs = silentMs * 1_000_000;
        }

        @Override
        public void run() {
            ran.add(name);
            if (name.startsWith("faulty")) {
                throw new IllegalStateException(name);
            }
        }

        @Override
        public void end(String reason) {
            ended = reason;
        }

        @Override
        public long silentNs(long nowNs) {
            return silentNs;
        }

        @Override
        public Object network() {
            return network;
        }
    }

    private Fake submit(String name, String network, long silentMs) {
        Fake handshake = new Fake(name, network, silentMs);
        pool.submit(handshake);
        return handshake;
    }

    @Test
    void shouldRunAsManyAtOnceAsThereIsRoomForAndTheOthersAfterThem() {
        for (int i = 0; i < RUNNING + WAITING; i++) {
            submit("h" + i, "network " + i, 0);
        }

        assertEquals(RUNNING, threads.size());
        threads.remove().run();

        assertEquals(List.of("h0", "h4", "h5", "h6", "h7"), ran, "one thread takes all that wait");
        assertEquals(RUNNING - 1, pool.size());
        assertFalse(pool.isCrowded());
    }

    @Test
    void shouldGoOnAfterOneThatThrew() {
        submit("faulty", "a", 0);
        for (int i = 1; i < RUNNING; i++) {
            submit("h" + i, "a", 0);
        }
        submit("next", "a", 0);

        Runnable thread = threads.remove();
        assertThrows(IllegalStateException.class, thread::run);
        threads.removeLast().run();

        assertEquals(List.of("faulty", "next"), ran);
    }

    @Test
    void shouldEndTheLongestSilentOfTheGreediestNetworkForOneThatWaits() {
        Fake older = submit("older", "other", 9_000);
        Fake first = submit("first", "greedy", 2_000);
        Fake second = submit("second", "greedy", 3_000);
        Fake third = submit("third", "greedy", 1_600);
        submit("newcomer", "new", 0);

        pool.makeRoom(0);
        pool.makeRoom(0);

        assertEquals(HandshakePool.SILENT, second.ended);
        assertEquals(null, first.ended, "one for one");
        assertEquals(null, third.ended);
        assertEquals(null, older.ended, "alone of its network");
        assertEquals(1, pool.ended());
    }

    @Test
    void shouldEndTheLongestSilentOfAllWhereEveryNetworkHasOne() {
        submit("a", "a", 2_000);
        Fake longest = submit("b", "b", 4_000);
        submit("c", "c", 3_000);
        submit("d", "d", 0);
        submit("newcomer", "new", 0);

        pool.makeRoom(0);

        assertEquals(HandshakePool.SILENT, longest.ended);
    }

    @Test
    void shouldEndNobodyWhosePeerMayYetAnswerOrWhoComputes() {
        for (int i = 0; i < RUNNING; i++) {
            submit("h" + i, "greedy", 400L * i);
        }
        submit("newcomer", "new", 0);

        pool.makeRoom(0);

        assertEquals(0, pool.ended());
        assertTrue(pool.isCrowded());
    }

    @Test
    void shouldEndNobodyForAGreedierNetwork() {
        Fake slow = submit("slow", "modest", 5_000);
        for (int i = 1; i < RUNNING; i++) {
            submit("h" + i, "greedy", 100);
        }
        submit("newcomer", "greedy", 0);

        pool.makeRoom(0);

        assertEquals(null, slow.ended);
    }

    @Test
    void shouldGiveAThreadToTheNetworkThatHoldsLeast() {
        for (int i = 0; i < RUNNING; i++) {
            submit("h" + i, "greedy", 0);
        }
        submit("greedy too", "greedy", 0);
        submit("modest", "modest", 0);

        threads.remove().run();

        assertEquals(List.of("h0", "modest", "greedy too"), ran);
    }

    @Test
    void shouldRefuseTheNewestOfTheNetworkThatHasMostWaiting() {
        for (int i = 0; i < RUNNING + WAITING - 1; i++) {
            submit("h" + i, "greedy", 0);
        }
        Fake newest = submit("newest", "greedy", 0);
        Fake modest = submit("modest", "modest", 0);
        Fake greedy = submit("one more", "greedy", 0);

        assertEquals(HandshakePool.TOO_MANY, newest.ended);
        assertEquals(null, modest.ended);
        assertEquals(HandshakePool.TOO_MANY, greedy.ended);
        assertEquals(RUNNING + WAITING, pool.size());
    }

    @Test
    void shouldTakeAnIpv6NetworkForOne() throws Exception {
        assertEquals(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assertFalse(network("2001:db8:1:2::1").equals(network("2001:db8:1:3::1")));
        assertEquals(network("192.0.2.1"), network("192.0.2.1"));
        assertFalse(network("192.0.2.1").equals(network("192.0.2.2")));
    }

    private static PeerNetwork network(String address) throws Exception {
        return PeerNetwork.of(InetAddress.getByName(address));
    }
}
