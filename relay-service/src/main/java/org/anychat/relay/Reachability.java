package org.anychat.relay;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.ProbeRelay;
import org.anychat.contracts.RoomApi.ProbeTarget;
import org.anychat.relay.media.EchoListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the addresses that clients are told lead to this relay: has the room service's process, another one
 * where there are several, send a nonce to each, and says which of them have not arrived.
 */
final class Reachability implements EchoListener {
    private static final Logger log = LoggerFactory.getLogger(Reachability.class);
    private static final int ATTEMPTS = 12;
    private static final int MAX_TARGETS = 16;

    private final Vertx vertx;
    private final Consumer<EchoListener> listen;
    private final Waits waits;
    private final Map<EchoPacket, InetSocketAddress> expected = new LinkedHashMap<>();
    private final Set<InetSocketAddress> reached = ConcurrentHashMap.newKeySet();

    /**
     * How long things take.
     *
     * @param againMs until a room service is asked again that is not there yet
     * @param arrivalMs until a datagram that has not arrived is lost
     */
    record Waits(long againMs, long arrivalMs) {
        static final Waits STANDARD = new Waits(5_000, 5_000);
    }

    /** {@code listen} is told who hears of datagrams, and null at the end. */
    Reachability(
            Vertx vertx,
            List<InetSocketAddress> advertised,
            SecureRandom random,
            Consumer<EchoListener> listen,
            Waits waits) {
        this.vertx = vertx;
        this.listen = listen;
        this.waits = waits;
        advertised.stream().limit(MAX_TARGETS).forEach(address -> expected.put(EchoPacket.draw(random), address));
    }

    /** Has the addresses tried; completes with those that do not lead here. On the service's context. */
    Future<List<InetSocketAddress>> check(NodeId self, RoomApi rooms) {
        listen.accept(this);
        ProbeRelay wish = new ProbeRelay(
                self,
                expected.entrySet().stream()
                        .map(entry -> new ProbeTarget(
                                entry.getValue().getAddress().getHostAddress(),
                                entry.getValue().getPort(),
                                Buffer.buffer(entry.getKey().encode())))
                        .toList());
        return asked(rooms, wish, ATTEMPTS)
                .compose(sent -> pause(waits.arrivalMs()))
                .map(waited -> missing())
                .onSuccess(this::tell)
                .onFailure(failure -> log.debug("Nobody has tried this relay's addresses", failure))
                .onComplete(done -> listen.accept(null));
    }

    private Future<?> asked(RoomApi rooms, ProbeRelay wish, int attemptsLeft) {
        return rooms.probe(wish)
                .map(done -> (Void) null)
                .recover(failure -> attemptsLeft == 1
                        ? Future.failedFuture(failure)
                        : pause(waits.againMs())
                                .compose(paused -> asked(rooms, wish, attemptsLeft - 1))
                                .mapEmpty());
    }

    private Future<Void> pause(long ms) {
        Promise<Void> pause = Promise.promise();
        vertx.setTimer(ms, timer -> pause.complete());
        return pause.future();
    }

    private List<InetSocketAddress> missing() {
        List<InetSocketAddress> missing = new ArrayList<>(expected.values());
        missing.removeAll(reached);
        return List.copyOf(missing);
    }

    /** Clients try all addresses, so one that leads nowhere is worth a word, and that none leads here an alarm. */
    private void tell(List<InetSocketAddress> missing) {
        if (missing.isEmpty()) {
            return;
        }
        String addresses = missing.stream().map(NetUtil::toSocketAddressString).collect(Collectors.joining(", "));
        if (missing.size() < expected.size()) {
            log.info(
                    "Nothing that the room service's process has sent to candidate udp {} has arrived here; clients have"
                            + " the other candidates",
                    addresses);
            return;
        }
        log.warn(
                "Nothing that the room service's process has sent to candidate udp {} has arrived here: clients would"
                        + " have no audio and video. Check AdvertisedAddress, and that every firewall lets this UDP port"
                        + " through. (Where only the outside knows a way to that address, never mind.)",
                addresses);
    }

    @Override
    public boolean onIndication(byte[] data, int offset, int length) {
        InetSocketAddress way =
                EchoPacket.decode(data, offset, length).map(expected::get).orElse(null);
        if (way == null) {
            return false;
        }
        reached.add(way);
        return true;
    }
}
