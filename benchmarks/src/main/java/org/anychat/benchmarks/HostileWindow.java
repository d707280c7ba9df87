package org.anychat.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * One stretch of time of a call, with bad input beside it or without.
 *
 * @param cpuUsPerSecond of the server
 * @param delivered packets to the call's viewers
 * @param missing of the packets that should have come to them, per second
 * @param expected of the call's viewers
 * @param p99Us one-way latency of the call, infinite where nothing came
 * @param bad pieces of bad input per second
 * @param bytesIn to the attackers per second
 * @param bytesOut of bad input per second
 */
record HostileWindow(
        double cpuUsPerSecond,
        double delivered,
        double missing,
        double expected,
        double p99Us,
        double bad,
        double bytesIn,
        double bytesOut) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long SETTLE_MS = 300;

    static HostileWindow measure(AnyChatForwarder call, int viewers, Attackers attackers, double seconds)
            throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
        long pid = call.costs().pid();
        attackers.reset();
        long attackersBegunNs = System.nanoTime();
        call.load().reset();
        long cpuUs = call.load().cpuUs(pid);
        long begunNs = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep((long) (seconds * TimeUnit.SECONDS.toMillis(1)));
        double usedUs = (double) call.load().cpuUs(pid) - cpuUs;
        LoadReport ofCall = call.load().report();
        double elapsed = secondsSince(begunNs);
        // Who report when the call's load leaves them its core, which may take a while.
        LoadReport ofAttackers = attackers.report();
        double attackersElapsed = secondsSince(attackersBegunNs);
        return new HostileWindow(
                usedUs / elapsed,
                ofCall.delivered() / elapsed,
                ((double) ofCall.sent() * viewers - ofCall.delivered()) / elapsed,
                (double) ofCall.sent() * viewers / elapsed,
                ofCall.delivered() == 0
                        ? Double.POSITIVE_INFINITY
                        : ofCall.latency().p99Us(),
                attackers.sent(ofAttackers, attackersElapsed) / attackersElapsed,
                ofAttackers.bytes().in() / attackersElapsed,
                ofAttackers.bytes().out() / attackersElapsed);
    }

    private static double secondsSince(long begunNs) {
        return (System.nanoTime() - begunNs) / NANOS_PER_SECOND;
    }
}
