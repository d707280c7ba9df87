package org.anychat.testsupport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Ports for servers that a test starts, ends and starts again. They are below those that Linux gives to connections: a port
 * of those may be taken by anybody's connection while its server is away, and whoever keeps trying to connect to such a one
 * is at last connected to itself, as TCP lets two who call each other at once be connected. Any thread.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    /** What {@code net.ipv4.ip_local_port_range} begins with where nobody has changed it. */
    private static final int END = 32_768;

    private static final AtomicInteger TRIED =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(END - FIRST));

    private FreePorts() {}

    /**
     * A port that nobody has, neither by TCP nor by UDP. None is given twice before all others have been.
     *
     * @return the port
     */
    public static int next() {
        for (int tries = FIRST; tries < END; tries++) {
            int port = FIRST + Math.floorMod(TRIED.getAndIncrement(), END - FIRST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " to " + END + " is free");
    }

    /**
     * Several of them.
     *
     * @param count how many
     * @return ports, each another
     */
    public static List<Integer> next(int count) {
        return Stream.generate(FreePorts::next).limit(count).toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(port)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
