package org.anychat.room.mesh;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.Nat;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.UserId;
import org.anychat.room.routing.ClientP2pPolicy;

/** A client that takes part in trees. */
final class Participant {
    private static final int AS_THE_SERVER_SEES_FIT = 1;
    private static final int WHILE_THERE_IS_MEDIA = 3;

    private final Set<UserId> declined = new HashSet<>();
    private int policy;
    private String address;
    private boolean withheld;
    private Mesh mesh;
    private Nat nat;
    private int measuredBps = DirectApi.UNSAID;
    private long toldMs;
    private boolean explores;

    Participant(Ready ready) {
        says(ready);
    }

    /** It says so, or once more: what it has declined it may take now. */
    void says(Ready ready) {
        policy = ready.policy();
        address = ready.address();
        withheld = ready.withheld();
        mesh = ready.mesh();
        measuredBps = DirectApi.UNSAID;
        declined.clear();
        explores &= !ready.anew();
    }

    /**
     * It is to find out about its network where trees are made and it may be in one. Whether it does not know that yet; it is
     * told once, and once more after it has begun anew.
     */
    boolean explores(boolean trees) {
        boolean before = explores;
        explores = trees && isIn();
        return explores != before;
    }

    /** Whether it is to find out about its network. */
    boolean explores() {
        return explores;
    }

    /** It has found something out of its network. Whether that is news. */
    boolean says(Network network, long nowMs) {
        boolean isNews = !network.nat().equals(nat(nowMs).orElse(null)) || network.upBps() != measuredBps(nowMs);
        nat = network.nat();
        measuredBps = network.upBps();
        toldMs = nowMs - Math.max(0, network.ageMs());
        return isNews;
    }

    /** How its NAT behaves, where it has said so lately. */
    Optional<Nat> nat(long nowMs) {
        return isFresh(nowMs) ? Optional.ofNullable(nat) : Optional.empty();
    }

    private int measuredBps(long nowMs) {
        return isFresh(nowMs) ? measuredBps : DirectApi.UNSAID;
    }

    private boolean isFresh(long nowMs) {
        return nowMs - toldMs < DirectApi.FRESH_MS;
    }

    /** What the planner makes of its policy: who decides per partner would give its address to strangers in a tree. */
    ClientP2pPolicy policy() {
        return switch (policy) {
            case AS_THE_SERVER_SEES_FIT -> ClientP2pPolicy.SERVER;
            case WHILE_THERE_IS_MEDIA -> ClientP2pPolicy.ON_DEMAND;
            default -> ClientP2pPolicy.NEVER;
        };
    }

    /** Whether it is in trees at all. */
    boolean isIn() {
        return policy().isDirect();
    }

    String address() {
        return address;
    }

    boolean forwards() {
        return mesh.forwards() != Forwards.NONE;
    }

    /**
     * By its own account, the newest that counts; 0 where it has none for others. Empty where what it has measured is too old
     * and it has claimed nothing besides.
     */
    OptionalInt upBps(long nowMs) {
        if (isFresh(nowMs) && measuredBps != DirectApi.UNSAID) {
            return OptionalInt.of(measuredBps);
        }
        boolean hasForgotten = measuredBps != DirectApi.UNSAID && mesh.upBps() == 0;
        return hasForgotten ? OptionalInt.empty() : OptionalInt.of(mesh.upBps());
    }

    /** Whether its viewers can verify what it publishes. */
    boolean signs() {
        return !mesh.key().isEmpty();
    }

    String key() {
        return mesh.key();
    }

    boolean withheld() {
        return withheld;
    }

    void withheld(boolean now) {
        withheld = now;
    }

    /** Whose streams it does not want by edges; bounded by the members, for whose streams alone there are edges. */
    Set<UserId> declined() {
        return declined;
    }
}
