package org.anychat.contracts;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clustered bus addresses: one per service and one per node. Rooms, users and tracks are never addresses, because
 * every address is an entry that each node keeps.
 */
public final class Addresses {
    /** Serves {@link AuthApi}. */
    public static final String AUTH = "auth";
    /** Serves {@link FilterApi}. */
    public static final String FILTER = "filter";
    /** Serves {@link LicenseApi}. */
    public static final String LICENSE = "license";
    /** Serves {@link RightsApi}: the license service, too. */
    public static final String RIGHTS = "license.rights";
    /** Serves {@link RoomApi}. */
    public static final String ROOM = "room";
    /** Serves {@link RoomAdminApi}: the room service, too. */
    public static final String ROOM_ADMIN = "room.admin";
    /** Serves {@link CallApi}. */
    public static final String CALL = "call";
    /** Serves {@link DirectApi}: the room service, too. */
    public static final String DIRECT = "direct";
    /** Gateways listen: {@link BanEvents}. */
    public static final String BANS = "bans";
    /** Auth of a server to which another belongs as its standby. */
    public static final String BAN_EXCHANGE = "bans.exchange";
    /** Everybody listens: {@link ServiceEvents}. */
    public static final String SERVICE_EVENTS = "services";
    /** Everybody listens, each to its own process: {@link NodeEvents}. */
    public static final String NODE_EVENTS = "nodes";
    /** Where gateways are for clients. */
    public static final String GATEWAYS = "gateways";
    /** Everybody listens, each to its own process: {@link ConfigEvents}. */
    public static final String CONFIG_EVENTS = "config";
    /** Every process listens: {@link ConfigOrders}. */
    public static final String CONFIG_ORDERS = "config-orders";

    /** Gateways with a dashboard listen: {@link OperatorEvents}. */
    public static final String OPERATORS = "operators";

    private static final String GATEWAY_PREFIX = "gateway.";
    private static final String RELAY_PREFIX = "relay.";
    private static final String CONFIG_PREFIX = "config.";
    private static final String NODE_PREFIX = "node.";
    private static final String PROCESS_PREFIX = "process.";
    private static final String GATEWAY_ADMIN_PREFIX = "gateway-admin.";
    private static final String RELAY_ADMIN_PREFIX = "relay-admin.";
    private static final String OPERATORS_PREFIX = "operators.";
    private static final String WHIP_PREFIX = "whip.";

    private Addresses() {}

    /**
     * A gateway's own address, serving {@link GatewayApi}.
     *
     * @param node the gateway's process
     * @return the address
     */
    public static String gateway(NodeId node) {
        return GATEWAY_PREFIX + node.value();
    }

    /**
     * The gateway that has an address.
     *
     * @param address any bus address
     * @return the node, where it is a gateway's address
     */
    public static Optional<NodeId> gatewayAt(String address) {
        return address.startsWith(GATEWAY_PREFIX)
                ? Optional.of(new NodeId(address.substring(GATEWAY_PREFIX.length())))
                : Optional.empty();
    }

    /**
     * The process that an address belongs to.
     *
     * @param address any bus address
     * @return the node; empty for an address of a service, which any process may serve
     */
    public static Optional<NodeId> nodeAt(String address) {
        return Stream.of(
                        GATEWAY_PREFIX,
                        RELAY_PREFIX,
                        CONFIG_PREFIX,
                        NODE_PREFIX,
                        PROCESS_PREFIX,
                        GATEWAY_ADMIN_PREFIX,
                        RELAY_ADMIN_PREFIX,
                        OPERATORS_PREFIX,
                        WHIP_PREFIX)
                .filter(address::startsWith)
                .findFirst()
                .map(prefix -> new NodeId(address.substring(prefix.length())));
    }

    /**
     * A process's own address, serving {@link NodeApi}.
     *
     * @param node the process
     * @return the address
     */
    public static String node(NodeId node) {
        return NODE_PREFIX + node.value();
    }

    /**
     * A relay's own address, serving {@link RelayApi}.
     *
     * @param node the relay's process
     * @return the address
     */
    public static String relay(NodeId node) {
        return RELAY_PREFIX + node.value();
    }

    /**
     * A process's own configuration, serving {@link ConfigApi}.
     *
     * @param node the process
     * @return the address
     */
    public static String config(NodeId node) {
        return CONFIG_PREFIX + node.value();
    }

    /**
     * A process's own address, serving {@link ProcessApi}.
     *
     * @param node the process
     * @return the address
     */
    public static String process(NodeId node) {
        return PROCESS_PREFIX + node.value();
    }

    /**
     * A gateway's address for operators, serving {@link GatewayAdminApi}.
     *
     * @param node the gateway's process
     * @return the address
     */
    public static String gatewayAdmin(NodeId node) {
        return GATEWAY_ADMIN_PREFIX + node.value();
    }

    /**
     * A relay's address for operators, serving {@link RelayAdminApi}.
     *
     * @param node the relay's process
     * @return the address
     */
    public static String relayAdmin(NodeId node) {
        return RELAY_ADMIN_PREFIX + node.value();
    }

    /**
     * A gateway's address for what it knows of operators, serving {@link OperatorApi}.
     *
     * @param node the gateway's process
     * @return the address
     */
    public static String operators(NodeId node) {
        return OPERATORS_PREFIX + node.value();
    }

    /**
     * A gateway's own address for requests about its WHIP and WHEP sessions, serving {@link WhipApi}.
     *
     * @param node the gateway's process
     * @return the address
     */
    public static String whip(NodeId node) {
        return WHIP_PREFIX + node.value();
    }
}
