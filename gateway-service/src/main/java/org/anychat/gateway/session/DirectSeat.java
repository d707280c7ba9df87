package org.anychat.gateway.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.Nat;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/** What a client in a room has to do with direct connections, as far as its gateway has to know. */
final class DirectSeat {
    private static final int UNSAID = -1;

    /** With whom, by number: two users may have several edges of mesh trees with each other. */
    private final Map<Integer, UserId> attempts = new HashMap<>();

    private final Set<UserId> connected = new HashSet<>();
    private final Set<UserId> direct = new HashSet<>();
    private int policy = UNSAID;
    private Mesh mesh;
    private Nat nat;
    private int upBps;
    private long foundNs;

    /** Whether the client has said that it can. */
    boolean isReady() {
        return policy != UNSAID;
    }

    /** What it has said last: 0 to 3. */
    int policy() {
        return policy;
    }

    /** How it takes part in mesh trees, or null. */
    Mesh mesh() {
        return mesh;
    }

    void says(int saidPolicy, Mesh saidMesh) {
        policy = saidPolicy;
        mesh = saidMesh;
        // Of two words on the up-bandwidth the newer counts.
        upBps = DirectApi.UNSAID;
    }

    /** The client has found something out of its network. */
    void found(Nat itsNat, int itsUpBps, long nowNs) {
        nat = itsNat;
        upBps = itsUpBps;
        foundNs = nowNs;
    }

    /** What it has found out last, or null. */
    Network network(SessionId session, long nowNs) {
        return nat == null ? null : new Network(session, nat, upBps, TimeUnit.NANOSECONDS.toMillis(nowNs - foundNs));
    }

    void tries(UserId user, int attempt) {
        attempts.put(attempt, user);
    }

    void closed(int attempt) {
        attempts.remove(attempt);
    }

    /** The attempts under way, and those that have come to a connection: with whom, by number. */
    Map<Integer, UserId> attempts() {
        return Map.copyOf(attempts);
    }

    void connected(UserId user, boolean now) {
        if (now) {
            connected.add(user);
        } else {
            connected.remove(user);
        }
    }

    /** With whom there is a connection. */
    Set<UserId> connected() {
        return Set.copyOf(connected);
    }

    boolean isConnectedTo(UserId user) {
        return connected.contains(user);
    }

    boolean isConnected() {
        return !connected.isEmpty();
    }

    void receivesDirectly(UserId user, boolean now) {
        if (now) {
            direct.add(user);
        } else {
            direct.remove(user);
        }
    }

    /** Whether the relay need not send the client the user's media. */
    boolean receivesDirectly(UserId user) {
        return direct.contains(user);
    }

    /** Whose media the relay need not send the client. */
    Set<UserId> direct() {
        return Set.copyOf(direct);
    }

    /** As at the beginning, but for what the client has said. */
    void forget() {
        attempts.clear();
        connected.clear();
        direct.clear();
    }
}
