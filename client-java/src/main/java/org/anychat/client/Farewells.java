package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connections with other users that are being given up: for a grace they go on sending, and the application gets what comes by them until the relay's media has taken its
 * place. For the client's loop.
 */
final class Farewells<T extends Farewells.Leaving> {
    /** A relay that sends nothing of a kind by then has nothing of it. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(3);

    private static final long LOOK_MS = 50;

    private final EventLoop loop;
    private final Set<T> leaving = new LinkedHashSet<>();

    /** A connection that can be given up. */
    interface Leaving {
        /** Sends nothing any more, at once. */
        void fallSilent();

        /** Lets the relay's media take the place of what comes this way. */
        void giveWay();

        /** Whether the application still gets something this way. */
        boolean isNeeded();

        void close();
    }

    Farewells(EventLoop loop) {
        this.loop = loop;
    }

    /** The relay's tracks take their place again, and after a grace nothing is sent any more. */
    void begin(T connection, int graceMs) {
        leaving.add(connection);
        if (graceMs == 0) {
            connection.fallSilent();
        }
        connection.giveWay();
        watch(connection, System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(graceMs));
    }

    private void watch(T connection, long beganNs, long graceNs) {
        if (!leaving.contains(connection)) {
            return;
        }
        long elapsedNs = System.nanoTime() - beganNs;
        boolean given = !connection.isNeeded() || elapsedNs >= PATIENCE_NS;
        if (given && elapsedNs >= graceNs) {
            end(connection);
        } else {
            var unused = loop.schedule(() -> watch(connection, beganNs, graceNs), LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends one at once, whether it was being given up or not. */
    void end(T connection) {
        leaving.remove(connection);
        connection.close();
    }

    void endAll() {
        all().forEach(this::end);
    }

    List<T> all() {
        return List.copyOf(leaving);
    }

    int count() {
        return leaving.size();
    }
}
