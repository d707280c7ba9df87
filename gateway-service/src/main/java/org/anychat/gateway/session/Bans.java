package org.anychat.gateway.session;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.AuthApi.BanList;
import org.anychat.contracts.AuthApi.ListBans;
import org.anychat.contracts.BanEvents;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.protocol.ErrorCode;

/** The banned addresses, as auth has last said: links from there are closed, and new ones do not get past connect. */
final class Bans implements BanEvents {
    private final Services services;
    private final SessionRegistry registry;
    private final Retry retry;
    private final GatewayCounters counters;
    private final LongSupplier nowMs;
    private List<Banned> banned = List.of();

    private record Banned(AddressPattern pattern, long untilMs) {
        boolean holds(long nowMs) {
            return untilMs == 0 || nowMs < untilMs;
        }
    }

    /** {@code nowMs} is the time of day in milliseconds since 1970, as the bans' ends are. */
    Bans(Services services, SessionRegistry registry, Retry retry, GatewayCounters counters, LongSupplier nowMs) {
        this.services = services;
        this.registry = registry;
        this.retry = retry;
        this.counters = counters;
        this.nowMs = nowMs;
    }

    /** Asks auth, which may not be there yet. */
    void read() {
        retry.untilDone(() -> services.auth().bans(new ListBans()).onSuccess(this::changed));
    }

    @Override
    public void changed(BanList event) {
        banned = event.bans().stream()
                .flatMap(ban ->
                        AddressPattern.parse(ban.pattern()).stream().map(pattern -> new Banned(pattern, ban.untilMs())))
                .toList();
        // Sessions that are kept have no link.
        Stream.concat(registry.links().stream(), List.copyOf(registry.loggedIn()).stream())
                .distinct()
                .filter(session -> isBanned(session.link().address()))
                .forEach(this::close);
    }

    boolean isBanned(String address) {
        long now = nowMs.getAsLong();
        return banned.stream().anyMatch(ban -> ban.holds(now) && ban.pattern().matches(address));
    }

    void close(ClientSession session) {
        counters.count(GatewayCounter.BANNED);
        session.close(ErrorCode.CONNECT_IPFORBID.number());
    }
}
