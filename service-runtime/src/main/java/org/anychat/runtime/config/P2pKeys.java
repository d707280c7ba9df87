package org.anychat.runtime.config;

import java.util.List;

/** The keys of [P2P Settings]: who sends media to whom (manual 3.3). */
final class P2pKeys {
    private static final String SECTION = "P2P Settings";

    static final IniKey<Integer> ROUTING_POLICY = new IniKey<>(
                    SECTION,
                    "RoutingPolicy",
                    "2",
                    ValueType.range(1, 3),
                    "1: all media through the server; 2: direct where possible, so that two users who exchange media learn"
                            + " each other's IP addresses; 3: in larger rooms also by trees of users, who learn each other's"
                            + " addresses and are believed, so not among strangers yet.",
                    "1：全部由服务器转发；2：穿透成功的用户之间互传，双方会得知对方的 IP 地址；3：人数较多的房间另由用户组成的树转发，" + "用户会得知彼此地址且彼此被信任，尚不适用于陌生人之间。")
            .asLive();
    static final IniKey<Integer> ROUTING_TTL = new IniKey<>(
                    SECTION,
                    "RoutingTTL",
                    "3",
                    ValueType.range(1, 16),
                    "Policy 3: the most hops from the publisher to a viewer in a tree of users; with 1 nobody passes media on.",
                    "策略 3：在用户组成的转发树中，媒体从发布者到观看者最多经过的转发级数；为 1 时只由发布者直接发送，其他用户不转发。")
            .asLive();
    static final IniKey<Integer> ROUTING_MTN = new IniKey<>(
                    SECTION,
                    "RoutingMTN",
                    "4",
                    ValueType.range(1, 64),
                    "Policy 3: how many users each user, the publisher included, sends one publisher's media to at most.",
                    "策略 3：每个用户（包括发布者本人）最多把同一发布者的媒体直接发送给多少个用户。")
            .asLive();

    static final IniKey<Integer> MAX_PEERS = new IniKey<>(
                    SECTION,
                    "P2PMaxPeers",
                    "1",
                    ValueType.range(1, 30),
                    "Policy 2: with how many others a user exchanges media directly at most. In larger rooms all goes"
                            + " through the server, with policy 3 by trees: each further copy costs the sender another upload.",
                    "策略 2：每个用户最多与多少个用户直接互传；人数更多的房间由服务器转发（策略 3：由树转发）。")
            .asLive();

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(ROUTING_POLICY, ROUTING_TTL, ROUTING_MTN, MAX_PEERS);

    private P2pKeys() {}
}
