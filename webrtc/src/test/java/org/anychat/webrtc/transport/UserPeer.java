package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.ice.Gatherer;
import org.anychat.webrtc.ice.IceCandidate;

/** One of two users: behind a NAT or not, with the candidates that a STUN server helps to find. */
final class UserPeer extends TransportPeer {
    private static final int HOST_PREFERENCE = 65_535;

    final Nat nat;
    private final Gatherer gatherer;

    /** Without a mapping there is no NAT, and the host's address is public. */
    UserPeer(FullIceWorld world, IceRole role, InetSocketAddress host, Nat.Mapping mapping) {
        super(world, role, TransportPatience.USERS, host);
        nat = mapping == null
                ? null
                : new Nat(
                        world.network,
                        FullIceWorld.natOf(host),
                        mapping,
                        (data, offset, length, from) -> receive(world, data, offset, length, from));
        gatherer = new Gatherer(this::send, RANDOM, List.of(FullIceWorld.STUN_SERVER));
        gatherer.start(host.getPort(), world.clock.nowNs());
        world.clock.every(20_000_000, gatherer::onTimer);
    }

    boolean hasCandidates() {
        return gatherer.candidates().toCompletableFuture().isDone();
    }

    /** The host's own, in place of those of the machine that the test runs on. */
    @Override
    List<IceCandidate> candidates() {
        List<IceCandidate> candidates = new ArrayList<>();
        candidates.add(IceCandidate.host(endpoint.address(), HOST_PREFERENCE));
        gatherer.candidates().toCompletableFuture().join().stream()
                .filter(candidate -> candidate.type() == IceCandidate.Type.SRFLX
                        && !candidate.address().equals(endpoint.address()))
                .forEach(candidates::add);
        return candidates;
    }

    /** Private addresses lead nowhere from outside their network. */
    @Override
    public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
        if (to.getAddress().isSiteLocalAddress()) {
            return true;
        }
        if (nat == null) {
            return super.send(data, offset, length, to);
        }
        nat.send(data, offset, length, to);
        return true;
    }

    @Override
    void receive(PeerWorld world, byte[] data, int offset, int length, InetSocketAddress from) {
        if (!gatherer.take(data, offset, length, from)) {
            super.receive(world, data, offset, length, from);
        }
    }
}
