package org.anychat.gateway.session;

import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.TransferApi;
import org.anychat.runtime.bus.Bus;

/** The services that a gateway calls. */
final class Services {
    private final Bus bus;
    private final AuthApi auth;
    private final RoomApi rooms;
    private final CallApi calls;
    private final FilterApi filter;
    private final DirectApi direct;

    Services(Bus bus) {
        this.bus = bus;
        this.auth = bus.proxy(AuthApi.class, Addresses.AUTH);
        this.rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
        this.calls = bus.proxy(CallApi.class, Addresses.CALL);
        this.direct = bus.proxy(DirectApi.class, Addresses.DIRECT);
        this.filter = bus.proxy(FilterApi.class, Addresses.FILTER);
    }

    AuthApi auth() {
        return auth;
    }

    RoomApi rooms() {
        return rooms;
    }

    CallApi calls() {
        return calls;
    }

    TransferApi transfers(NodeId node) {
        return bus.proxy(TransferApi.class, Addresses.gateway(node));
    }

    DirectApi direct() {
        return direct;
    }

    FilterApi filter() {
        return filter;
    }

    RelayApi relay(NodeId node) {
        return bus.proxy(RelayApi.class, Addresses.relay(node));
    }

    GatewayApi gateway(NodeId node) {
        return bus.proxy(GatewayApi.class, Addresses.gateway(node));
    }
}
