package org.anychat.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VirtualNetworkTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress THERE = new InetSocketAddress("192.0.2.2", 2000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("2001:db8::1", 3000);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FakeClock clock = new FakeClock();
    private final List<Integer> arrived = new ArrayList<>();
    private final List<InetSocketAddress> senders = new ArrayList<>();

    @Test
    void shouldDeliverTheBytesAndTheSenderInOrder() {
        run(seeded.random(), LinkConditions.PERFECT, 10);

        assertEquals(IntStream.range(0, 10).boxed().toList(), arrived);
        assertEquals(HERE, senders.get(0));
    }

    @Test
    void shouldDeliverNothingBeforeTheDelay() {
        VirtualNetwork network = network(seeded.random(), LinkConditions.PERFECT.withDelayMs(30));
        sendNumbers(network, 1);

        clock.advanceNs(29_999_999);
        assertEquals(0, network.deliveredCount());

        clock.advanceNs(1);
        assertEquals(1, network.deliveredCount());
    }

    @Test
    void shouldLoseAboutTheShareAskedFor() {
        run(seeded.random(), LinkConditions.PERFECT.withLoss(0.3), 1000);

        assertTrue(arrived.size() > 600 && arrived.size() < 800, () -> "arrived: " + arrived.size());
    }

    @Test
    void shouldDuplicateEveryDatagramAtProbabilityOne() {
        run(seeded.random(), LinkConditions.PERFECT.withDuplication(1), 3);

        assertEquals(List.of(0, 0, 1, 1, 2, 2), arrived);
    }

    @Test
    void shouldReorderButLoseNothing() {
        run(seeded.random(), LinkConditions.PERFECT.withReordering(0.5), 100);

        List<Integer> inOrder = IntStream.range(0, 100).boxed().toList();
        assertNotEquals(inOrder, arrived);
        assertEquals(inOrder, arrived.stream().sorted().toList());
    }

    @Test
    void shouldRepeatItselfWithTheSameSeed() {
        LinkConditions bad = new LinkConditions(5, 0.2, 0.2, 0.2);
        run(new Random(7), bad, 50);
        List<Integer> first = List.copyOf(arrived);
        arrived.clear();

        run(new Random(7), bad, 50);

        assertEquals(first, arrived);
    }

    @Test
    void shouldReachAReboundEndpointOnlyAtItsNewAddress() {
        VirtualNetwork network = new VirtualNetwork(clock, seeded.random());
        VirtualNetwork.Endpoint here = network.bind(HERE, this::record);
        VirtualNetwork.Endpoint there = network.bind(THERE, this::record);
        there.rebind(ELSEWHERE);

        here.send(new byte[] {1}, 0, 1, THERE);
        here.send(new byte[] {2}, 0, 1, ELSEWHERE);
        clock.advanceMs(0);

        assertEquals(List.of(2), arrived);
        assertEquals(1, network.lostCount());
    }

    @Test
    void shouldLetDatagramsWaitBeforeASlowLinkAndLoseWhatFindsNoRoom() {
        VirtualNetwork network = network(seeded.random(), LinkConditions.PERFECT);
        network.throttle(THERE, 30 * 8 * 1000, 3);
        sendNumbers(network, 10);

        clock.advanceMs(1);
        assertEquals(List.of(0), arrived);
        clock.advanceMs(100);
        assertEquals(List.of(0, 1, 2, 3), arrived);
        assertEquals(6, network.lostCount());
    }

    @Test
    void shouldRefuseAnAddressInUse() {
        VirtualNetwork network = new VirtualNetwork(clock, seeded.random());
        network.bind(HERE, this::record);

        assertThrows(IllegalStateException.class, () -> network.bind(HERE, this::record));
    }

    private void run(Random random, LinkConditions conditions, int count) {
        sendNumbers(network(random, conditions), count);
        clock.advanceMs(1_000);
    }

    private VirtualNetwork network(Random random, LinkConditions conditions) {
        VirtualNetwork network = new VirtualNetwork(clock, random);
        network.conditions(conditions);
        return network;
    }

    private void sendNumbers(VirtualNetwork network, int count) {
        network.bind(THERE, this::record);
        VirtualNetwork.Endpoint here = network.bind(HERE, this::record);
        for (int i = 0; i < count; i++) {
            here.send(new byte[] {9, (byte) (i >> 8), (byte) i, 9}, 1, 2, THERE);
        }
    }

    private void record(byte[] data, int offset, int length, InetSocketAddress from) {
        int number = 0;
        for (int i = offset; i < offset + length; i++) {
            number = (number << 8) | (data[i] & 0xFF);
        }
        arrived.add(number);
        senders.add(from);
    }
}
