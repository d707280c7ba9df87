package org.anychat.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Resident memory for each of a thousand viewers of one publisher, beyond the same server when the same users are in the
 * room and do not watch yet. What a user takes who is only there is told apart: Janus knows all of them by one link.
 */
record SubscriptionMemory(ForwardingLab lab, List<String> servers) {
    private static final int SUBSCRIPTIONS = 1000;
    private static final double GOAL_KIB = 60;
    private static final int KIB_PER_MIB = 1024;
    /** Threads of handshakes end when they have had nothing to do for half a minute. */
    private static final long SETTLE_SECONDS = 35;
    /** Few packets, so that the memory is that of connections and not of queues. */
    private static final MediaLoad SLOW = new MediaLoad(2, 4, 1188, 0, 2);

    /** Of the server's process, collected: resident, and live on its heap where it has one. */
    private record Memory(long residentKiB, long heapKiB) {
        static Memory of(Forwarder server) throws IOException, InterruptedException {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long heapKiB = server.collectGarbage();
            return new Memory(server.costs().rssKiB(), heapKiB);
        }

        double residentEach(Memory before) {
            return (residentKiB - before.residentKiB) / (double) SUBSCRIPTIONS;
        }

        double heapEach(Memory before) {
            return (heapKiB - before.heapKiB) / (double) SUBSCRIPTIONS;
        }

        /** A heap that had room to spare before does not grow by what comes into it. */
        double each(Memory before) {
            return Math.max(residentEach(before), heapEach(before));
        }
    }

    void run() throws IOException, InterruptedException {
        System.out.println("memory for each subscription (a connection with video and audio), " + SUBSCRIPTIONS);
        for (String name : servers) {
            try (Forwarder server = lab.start(name)) {
                measure(name, server);
            }
        }
    }

    private static void measure(String name, Forwarder server) throws IOException, InterruptedException {
        ForwardingLab.fillFanOut(server, SLOW, 1);
        Memory first = Memory.of(server);
        List<Forwarder.Member> members = ForwardingLab.addMembers(server, 2, SUBSCRIPTIONS);
        Memory present = Memory.of(server);
        ForwardingLab.watch(members);
        long grownKiB = server.costs().rssKiB();
        Memory watching = Memory.of(server);
        System.out.printf(
                "  %-12s %d MiB with one viewer, %d MiB with so many present, %d MiB with all watching"
                        + " (%d MiB as it grew, before its heap was collected)%n",
                name,
                first.residentKiB / KIB_PER_MIB,
                present.residentKiB / KIB_PER_MIB,
                watching.residentKiB / KIB_PER_MIB,
                grownKiB / KIB_PER_MIB);
        print("each who is present", present, first);
        print("each subscription", watching, present);
        print("both together", watching, first);
        if (name.equals(ForwardingLab.ANYCHAT)) {
            ForwardingGoals.atMost("KiB for each subscription", watching.each(present), GOAL_KIB);
        }
    }

    private static void print(String what, Memory after, Memory before) {
        System.out.printf(
                "    %-20s %.1f KiB, %.1f KiB of it live on the heap%n",
                what, after.residentEach(before), after.heapEach(before));
    }
}
