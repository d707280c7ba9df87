package org.anychat.room.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.RoutingView.Pair;

/** Rooms of a random test: members and pairs of every kind, and what may be done to them. */
final class TestRooms {
    static final UserId PUBLISHER = new UserId(1);
    static final StreamId STREAM = new StreamId(PUBLISHER, 0);
    static final long BITRATE_BPS = 1_000_000;

    private static final List<NatBehavior> NATS = List.of(
            NatBehavior.OPEN,
            NatBehavior.ADDRESS_RESTRICTED,
            NatBehavior.PORT_RESTRICTED,
            NatBehavior.PORT_RESTRICTED,
            NatBehavior.SYMMETRIC,
            NatBehavior.UDP_BLOCKED);

    private static final List<ClientP2pPolicy> POLICIES = List.of(ClientP2pPolicy.values());

    final Map<UserId, MemberFacts> members = new LinkedHashMap<>();
    final Map<Pair, PairFacts> pairs = new HashMap<>();
    private final Random random;

    TestRooms(Random random) {
        this.random = random;
    }

    /** A room where everything may be wrong. */
    static TestRooms mixed(Random random, int users) {
        TestRooms room = new TestRooms(random);
        for (int user = 1; user <= users; user++) {
            room.put(room.mixedMember(user));
        }
        for (int i = 0; i < 5 * users; i++) {
            room.changePair();
        }
        return room;
    }

    /** A room where everybody reaches everybody and has bandwidth to spare. */
    static TestRooms easy(Random random, int users) {
        TestRooms room = new TestRooms(random);
        for (int user = 1; user <= users; user++) {
            room.put(easyMember(user, 5 + random.nextInt(30)));
        }
        return room;
    }

    static MemberFacts easyMember(int user, int relayDelayMs) {
        return new MemberFacts(
                new UserId(user),
                ClientP2pPolicy.SERVER,
                true,
                Optional.of(NatBehavior.OPEN),
                OptionalLong.of(20_000_000),
                relayDelayMs,
                true);
    }

    MemberFacts mixedMember(int user) {
        OptionalLong upBps =
                random.nextInt(8) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(12_000_000));
        Optional<NatBehavior> nat =
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of(NATS.get(random.nextInt(NATS.size())));
        ClientP2pPolicy policy =
                random.nextInt(3) == 0 ? POLICIES.get(random.nextInt(POLICIES.size())) : ClientP2pPolicy.SERVER;
        return new MemberFacts(
                new UserId(user),
                policy,
                random.nextInt(4) > 0,
                nat,
                upBps,
                random.nextInt(120),
                random.nextInt(10) > 0);
    }

    void put(MemberFacts member) {
        members.put(member.user(), member);
    }

    void remove(UserId user) {
        members.remove(user);
    }

    /** One of the members. */
    UserId anybody() {
        return List.copyOf(members.keySet()).get(random.nextInt(members.size()));
    }

    void changePair() {
        UserId one = anybody();
        UserId other = anybody();
        OptionalInt delayMs = random.nextBoolean() ? OptionalInt.of(random.nextInt(300)) : OptionalInt.empty();
        pairs.put(new Pair(one, other), new PairFacts(delayMs, random.nextInt(4) == 0, random.nextInt(4) == 0));
    }

    RoutingView view() {
        return RoutingView.of(members.values(), pairs);
    }

    MediaStream stream() {
        return stream(STREAM);
    }

    MediaStream stream(StreamId id) {
        Set<UserId> viewers = new HashSet<>(members.keySet());
        viewers.remove(id.publisher());
        return new MediaStream(id, BITRATE_BPS, viewers);
    }

    /** What is taken beside the stream: its publisher's copy for the relay. */
    Uplinks uplinks() {
        Uplinks uplinks = new Uplinks();
        uplinks.publish(stream());
        return uplinks;
    }

    static Set<UserId> viewersOf(Collection<Move> moves) {
        Set<UserId> viewers = new HashSet<>();
        moves.forEach(move -> viewers.add(move.viewer()));
        return viewers;
    }
}
