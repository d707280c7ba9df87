package org.anychat.gateway.admin;

import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.ConfigApi;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi;
import org.anychat.contracts.RelayAdminApi;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomApi;
import org.anychat.runtime.bus.Bus;

/** The processes and services that the dashboard asks. */
final class Platform {
    private final Bus bus;

    Platform(Bus bus) {
        this.bus = bus;
    }

    ProcessApi process(NodeId node) {
        return bus.proxy(ProcessApi.class, Addresses.process(node));
    }

    GatewayAdminApi gateway(NodeId node) {
        return bus.proxy(GatewayAdminApi.class, Addresses.gatewayAdmin(node));
    }

    RelayAdminApi relay(NodeId node) {
        return bus.proxy(RelayAdminApi.class, Addresses.relayAdmin(node));
    }

    ConfigApi config(NodeId node) {
        return bus.proxy(ConfigApi.class, Addresses.config(node));
    }

    RoomAdminApi roomAdmin() {
        return bus.proxy(RoomAdminApi.class, Addresses.ROOM_ADMIN);
    }

    DirectApi direct() {
        return bus.proxy(DirectApi.class, Addresses.DIRECT);
    }

    RoomApi rooms() {
        return bus.proxy(RoomApi.class, Addresses.ROOM);
    }

    AuthApi auth() {
        return bus.proxy(AuthApi.class, Addresses.AUTH);
    }

    RightsApi rights() {
        return bus.proxy(RightsApi.class, Addresses.RIGHTS);
    }
}
