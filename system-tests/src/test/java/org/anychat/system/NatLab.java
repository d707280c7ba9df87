package org.anychat.system;

import java.util.List;

/**
 * Two homes, each behind a router with a public address of its own, and a server on the Internet between them. The public
 * addresses are those of RFC 5737, which are public as far as anybody can tell, and nobody's.
 */
final class NatLab implements AutoCloseable {
    /** The server, for those at home; {@link #server} has the address for the test itself. */
    static final String SERVER = "203.0.113.10";

    /** Another address of the server. */
    static final String OTHER = "203.0.113.11";

    private static final int BITS = 24;
    private static final List<String> ROUTERS = List.of("first-router", "second-router");
    private static final List<String> NETWORKS = List.of("10.1.0", "10.2.0");

    private final NetworkLab lab = new NetworkLab();
    private final NetworkLab.Machine server;
    private final List<NetworkLab.Machine> homes;

    NatLab() {
        try {
            server = lab.machine("server");
            lab.address("server", SERVER, BITS);
            lab.address("server", OTHER, BITS);
            for (int home = 0; home < ROUTERS.size(); home++) {
                lab.machine(ROUTERS.get(home));
                lab.address(ROUTERS.get(home), "203.0.113." + (101 + home), BITS);
                lab.route(ROUTERS.get(home), NETWORKS.get(home));
            }
            homes = List.of(
                    lab.behind(ROUTERS.get(0), "first-home", NETWORKS.get(0)),
                    lab.behind(ROUTERS.get(1), "second-home", NETWORKS.get(1)));
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    NetworkLab.Machine server() {
        return server;
    }

    /** The machine behind the first router, 0, or the second, 1. */
    NetworkLab.Machine home(int home) {
        return homes.get(home);
    }

    /**
     * Lets the test itself reach a port of a machine behind a router, past what the router does to others.
     *
     * @return by which address
     */
    String reach(int home, int port) {
        return lab.reach(ROUTERS.get(home), homes.get(home).address(), port);
    }

    /** One more machine behind the first router. */
    NetworkLab.Machine neighbour() {
        return lab.behind(ROUTERS.get(0), "neighbour", NETWORKS.get(0));
    }

    /** Keeps the two behind the first router from each other. */
    void isolateNeighbours() {
        lab.isolate(ROUTERS.get(0), List.of("first-home", "neighbour"));
    }

    /** Has a router be of another kind; connections that stand stay as they are. */
    void nat(int home, NatKind kind) {
        String router = ROUTERS.get(home);
        NetworkLab.nft(
                lab.machine(router),
                "table ip home {}\ndelete table ip home\ntable ip home {\n"
                        + kind.rules(lab.portOf(router), homes.get(home).address()) + "}\n");
    }

    @Override
    public void close() {
        lab.close();
    }
}
