package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.gateway.GatewayConfig.Keeping;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.port.AddressLimit;
import org.anychat.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions whose links are lost, for as long as they are kept: others see nothing of it. */
final class KeptSessions {
    private static final Logger log = LoggerFactory.getLogger(KeptSessions.class);
    /** A link that broke or fell silent; any other end is somebody's will, or a rule that was broken. */
    private static final Set<Integer> LOST =
            Set.of(ErrorCode.CONNECT_TIMEOUT.number(), ErrorCode.CONNECT_ABORT.number());

    private final Keeping keeping;
    private final Departures departures;
    private final LongSupplier nowNs;
    private final GatewayCounters counters;
    private final AddressLimit addresses;
    /** The one that was lost first comes first. */
    private final Map<ClientSession, Kept> kept = new LinkedHashMap<>();

    private boolean abandoned;

    private record Kept(int code, long sinceNs) {}

    KeptSessions(Keeping keeping, Departures departures, LongSupplier nowNs, GatewayCounters counters) {
        this.keeping = keeping;
        this.departures = departures;
        this.nowNs = nowNs;
        this.counters = counters;
        this.addresses = new AddressLimit(keeping.sessionsPerAddress());
    }

    /** The gateway stops: its sessions are auth's to watch over, and none departs because of a link any more. */
    void abandonAll() {
        abandoned = true;
    }

    /** A client's link is over. Keeps the session, or takes it out of everything. */
    Future<Void> onLost(ClientSession session, int code) {
        if (abandoned) {
            return Future.succeededFuture();
        }
        if (LOST.contains(code) && session.isResumable() && keep(session, code)) {
            log.info("The link of user {} is lost: {}", session.login().user(), ErrorCode.describe(code));
            return Future.succeededFuture();
        }
        log.info("The link of user {} ended with {}: {}", session.login().user(), code, ErrorCode.describe(code));
        // Who closes its page is gone for others as they know it: by a link that is no more.
        boolean saidGoodBye = code == ErrorCode.CONNECT_SELFCLOSE.number();
        return departures.leaveAll(session, saidGoodBye ? ErrorCode.CONNECT_ABORT.number() : code);
    }

    private boolean keep(ClientSession session, int code) {
        if (kept.size() >= keeping.sessions() || !addresses.enter(session.link().address())) {
            counters.count(GatewayCounter.KEEP_REFUSED);
            return false;
        }
        counters.count(GatewayCounter.SESSION_KEPT);
        departures.endTransfers(session);
        kept.put(session, new Kept(code, nowNs.getAsLong()));
        return true;
    }

    int size() {
        return kept.size();
    }

    boolean contains(ClientSession session) {
        return kept.containsKey(session);
    }

    /** The session has a link again, or is another gateway's. */
    void release(ClientSession session) {
        if (kept.remove(session) != null) {
            addresses.leave(session.link().address());
        }
    }

    /** Somebody ends a session that may be kept; false where it is not. */
    boolean end(ClientSession session, int code) {
        if (!kept.containsKey(session)) {
            return false;
        }
        release(session);
        departures.leaveAll(session, code);
        return true;
    }

    /** Ends those that nobody came back for; to be called about once a second. */
    void expire() {
        long now = nowNs.getAsLong();
        for (Map.Entry<ClientSession, Kept> entry : List.copyOf(kept.entrySet())) {
            Kept lost = entry.getValue();
            if (now - lost.sinceNs() < TimeUnit.MILLISECONDS.toNanos(keeping.keepMs())) {
                return;
            }
            counters.count(GatewayCounter.KEPT_SESSION_ENDED);
            log.info("User {} did not come back", entry.getKey().login().user());
            end(entry.getKey(), lost.code());
        }
    }
}
