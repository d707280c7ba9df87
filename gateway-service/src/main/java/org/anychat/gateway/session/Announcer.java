package org.anychat.gateway.session;

import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi.AnnounceLogins;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.AnnounceMembers;
import org.anychat.contracts.ServiceEvents;

/** Tells services that have started anew what this gateway holds. */
final class Announcer implements ServiceEvents {
    private static final String RELAY_PREFIX = Addresses.relay(new NodeId(""));

    private final NodeId node;
    private final Services services;
    private final SessionRegistry registry;
    private final RoomViews views;
    private final Bans bans;
    private final CallAnnouncer calls;
    private final DirectRequests directs;
    private final Retry retry;

    /** What this gateway holds, and who reads what it has to know. */
    record Holdings(
            SessionRegistry registry, RoomViews views, Bans bans, CallAnnouncer calls, DirectRequests directs) {}

    Announcer(NodeId node, Services services, Holdings holdings, Retry retry) {
        this.node = node;
        this.services = services;
        this.registry = holdings.registry();
        this.views = holdings.views();
        this.bans = holdings.bans();
        this.calls = holdings.calls();
        this.directs = holdings.directs();
        this.retry = retry;
    }

    @Override
    public void started(ServiceStarted event) {
        String address = event.address();
        if (address.equals(Addresses.AUTH)) {
            announceLogins();
            bans.read();
        } else if (address.equals(Addresses.CALL)) {
            calls.announce();
        } else if (address.equals(Addresses.ROOM)) {
            announceMembers();
        } else if (address.startsWith(RELAY_PREFIX)) {
            views.onRelayRestarted(new NodeId(address.substring(RELAY_PREFIX.length())));
        }
    }

    private void announceLogins() {
        // What is said is what holds at each attempt, not at the first.
        retry.untilDone(() -> services.auth()
                .announce(new AnnounceLogins(
                        node,
                        registry.loggedIn().stream()
                                .map(LoginTranslation::known)
                                .toList())));
    }

    /** All, in the order in which services need it. */
    void announceAll() {
        announceLogins();
        calls.announce();
        announceMembers();
        bans.read();
    }

    private void announceMembers() {
        views.holdChanges();
        // Whoever is in the room of a call that is over would make it a room for everybody.
        calls.settled()
                .compose(settled -> retry.untilDone(
                        () -> services.rooms().announceMembers(new AnnounceMembers(node, views.memberships()))))
                .compose(announced -> views.readAnew())
                .onSuccess(read -> directs.announce(views.seats()));
    }
}
