package org.anychat.relay;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.relay.media.MediaLoop;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a second the sign of life, once a minute a line in the log, if there was anything to say. */
final class RelayReporter {
    private static final Logger log = LoggerFactory.getLogger(RelayReporter.class);
    private static final int SECONDS_PER_LINE = 60;

    private final NodeId node;
    private final RoomApi rooms;
    private final List<MediaLoop> loops;
    private final IntSupplier sessions;
    private Map<RelayCounter, Long> atLastLine;
    private long packetsBefore;
    private int seconds;

    RelayReporter(NodeId node, RoomApi rooms, List<MediaLoop> loops, IntSupplier sessions) {
        this.node = node;
        this.rooms = rooms;
        this.loops = loops;
        this.sessions = sessions;
        this.atLastLine = counters();
    }

    /** The counters of all loops, added up. Any thread. */
    Map<RelayCounter, Long> counters() {
        return RelayCounters.sum(loops.stream().map(MediaLoop::counters).toList());
    }

    void onSecond() {
        Map<RelayCounter, Long> now = counters();
        long packets = now.get(RelayCounter.RTP_IN) + now.get(RelayCounter.RTP_OUT);
        rooms.relayAlive(new RelayStatus(node, sessions.getAsInt(), packets - packetsBefore, true));
        packetsBefore = packets;
        if (++seconds % SECONDS_PER_LINE == 0) {
            logChanges(now);
        }
    }

    private void logChanges(Map<RelayCounter, Long> now) {
        Map<RelayCounter, Long> changes = new EnumMap<>(RelayCounter.class);
        now.forEach((counter, value) -> {
            long change = value - atLastLine.get(counter);
            if (change != 0) {
                changes.put(counter, change);
            }
        });
        atLastLine = now;
        if (!changes.isEmpty()) {
            log.info("Last minute, {} sessions: {}", sessions.getAsInt(), words(changes));
        }
    }

    private static String words(Map<RelayCounter, Long> changes) {
        return changes.entrySet().stream()
                .map(change -> change.getKey().name().toLowerCase(java.util.Locale.ROOT) + "=" + change.getValue())
                .collect(Collectors.joining(" "));
    }

    /** Says that no more rooms should come. */
    void onDrain() {
        rooms.relayAlive(new RelayStatus(node, sessions.getAsInt(), 0, false));
    }
}
