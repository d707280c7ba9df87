package org.anychat.system;

/** How a home's router treats UDP: by whom a mapping may be used, and whether it is the same for everybody (RFC 4787). */
enum NatKind {
    /** Mapping and filtering that ask for nobody's address: whoever knows the port gets through. */
    FULL {
        @Override
        String rules(String wan, String home) {
            return chain("arriving", "nat", "prerouting", "dstnat", from(wan) + "meta l4proto udp dnat to " + home)
                    + leaving(wan, "");
        }
    },
    /** The same port for all; those alone get through to whom something has gone, from whichever of their ports. */
    ADDRESS {
        @Override
        String rules(String wan, String home) {
            return "set written { type ipv4_addr; flags dynamic,timeout; timeout 5m; }\n"
                    + chain(
                            "arriving",
                            "nat",
                            "prerouting",
                            "dstnat",
                            from(wan) + "ip saddr @written meta l4proto udp dnat to " + home)
                    + chain(
                            "passing",
                            "filter",
                            "forward",
                            "filter",
                            "oifname \"" + wan + "\" update @written { ip daddr }",
                            from(wan) + "ct state new ip saddr != @written drop")
                    + leaving(wan, "")
                    + closed("knocking", "input", wan);
        }
    },
    /** The same port for all; that port alone gets through of an address to which something has gone. */
    PORT {
        @Override
        String rules(String wan, String home) {
            return leaving(wan, "") + closed("passing", "forward", wan) + closed("knocking", "input", wan);
        }
    },
    /** Another port for each to whom something goes. */
    SYMMETRIC {
        @Override
        String rules(String wan, String home) {
            return leaving(wan, " fully-random") + closed("passing", "forward", wan) + closed("knocking", "input", wan);
        }
    },
    /** A firewall that lets nothing out but what looks like pages. */
    NO_UDP {
        @Override
        String rules(String wan, String home) {
            return leaving(wan, "")
                    + chain(
                            "passing",
                            "filter",
                            "forward",
                            "filter; policy drop",
                            "ct state established,related accept",
                            "oifname \"" + wan + "\" tcp dport { 80, 443 } accept");
        }
    };

    /**
     * The chains for nftables.
     *
     * @param wan the router's interface towards the Internet
     * @param home the address behind it that gets what nobody has asked for
     */
    abstract String rules(String wan, String home);

    /** Whether two plain sockets behind routers of these kinds can open a path to each other. */
    boolean opensTo(NatKind other) {
        if (this == NO_UDP || other == NO_UDP) {
            return false;
        }
        return other == SYMMETRIC ? takesAnyPort() : this != SYMMETRIC || other.takesAnyPort();
    }

    private boolean takesAnyPort() {
        return this == FULL || this == ADDRESS;
    }

    private static String leaving(String wan, String how) {
        return chain("leaving", "nat", "postrouting", "srcnat", "oifname \"" + wan + "\" masquerade" + how);
    }

    /** Nobody gets in uninvited, and who tries leaves no trace that a mapping would have to go around. */
    private static String closed(String name, String hook, String wan) {
        return chain(name, "filter", hook, "filter", from(wan) + "ct state new,invalid drop");
    }

    private static String from(String wan) {
        return "iifname \"" + wan + "\" ";
    }

    private static String chain(String name, String type, String hook, String priority, String... rules) {
        return "chain " + name + " { type " + type + " hook " + hook + " priority " + priority + ";\n"
                + String.join("\n", rules) + "\n}\n";
    }
}
