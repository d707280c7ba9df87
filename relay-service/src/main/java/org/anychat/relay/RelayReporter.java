package org.anychat.relay;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.relay.control.RelayService;
import org.anychat.relay.media.MediaLoop;
import org.anychat.relay.stats.LoadMeter;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Four times a second the sign of life, once a minute a line in the log, if there was anything to say. */
final class RelayReporter {
    /** Time between two signs of life: the room service gives a relay up after a few that do not come. */
    static final long INTERVAL_MS = 250;

    private static final Logger log = LoggerFactory.getLogger(RelayReporter.class);
    private static final int REPORTS_PER_LINE = 240;

    private final NodeId node;
    private final RoomApi rooms;
    private final List<MediaLoop> loops;
    private final RelayService service;
    private final List<String> advertised;
    private final LongSupplier nowNs;
    private final LoadMeter meter;
    private Map<RelayCounter, Long> atLastLine;
    private int reports;
    private int busyPerMille;

    RelayReporter(
            RelayConfig config,
            RoomApi rooms,
            List<MediaLoop> loops,
            RelayService service,
            List<InetSocketAddress> advertised,
            LongSupplier nowNs) {
        this.node = config.node();
        this.rooms = rooms;
        this.loops = loops;
        this.service = service;
        this.advertised =
                advertised.stream().map(NetUtil::toSocketAddressString).toList();
        this.nowNs = nowNs;
        this.meter = new LoadMeter(loops.size());
        this.atLastLine = counters();
    }

    /** The counters of all loops, added up. Any thread. */
    Map<RelayCounter, Long> counters() {
        return RelayCounters.sum(
                Stream.concat(Stream.of(service.counters()), loops.stream().map(MediaLoop::counters))
                        .toList());
    }

    /** Every {@link #INTERVAL_MS}. */
    void onTimer() {
        report();
        if (++reports % REPORTS_PER_LINE == 0) {
            logChanges(counters());
        }
    }

    /** Says how the relay is, now. */
    void report() {
        Map<RelayCounter, Long> now = counters();
        long packets = now.get(RelayCounter.RTP_IN) + now.get(RelayCounter.RTP_OUT);
        long busyNs = loops.stream().mapToLong(loop -> loop.busy().valueNs()).sum();
        LoadMeter.Reading reading = meter.read(packets, busyNs, nowNs.getAsLong());
        busyPerMille = reading.busyPerMille();
        RelayLoad load = new RelayLoad(
                service.sessions(), service.maxSessions(), reading.packetsPerSecond(), reading.busyPerMille());
        rooms.relayAlive(new RelayStatus(node, service.mode(), load, advertised));
    }

    /** Says which rooms are here, to a room service that has started anew. */
    void announce() {
        rooms.announceRooms(new AnnounceRooms(node, service.rooms()))
                .onFailure(failure -> log.debug("The room service does not know yet what is carried here", failure));
        report();
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
            log.info(
                    "Last minute, {} sessions, media threads {} % busy: {}",
                    service.sessions(), busyPerMille / 10, words(changes));
        }
    }

    private static String words(Map<RelayCounter, Long> changes) {
        return changes.entrySet().stream()
                .map(change -> change.getKey().name().toLowerCase(Locale.ROOT) + "=" + change.getValue())
                .collect(Collectors.joining(" "));
    }
}
