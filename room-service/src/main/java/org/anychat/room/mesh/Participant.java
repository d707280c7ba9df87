package org.anychat.room.mesh;

import java.util.HashSet;
import java.util.Set;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
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

    Participant(Ready ready) {
        says(ready);
    }

    /** It says so, or once more: what it has declined it may take now. */
    void says(Ready ready) {
        policy = ready.policy();
        address = ready.address();
        withheld = ready.withheld();
        mesh = ready.mesh();
        declined.clear();
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

    /** By its own account; 0 where it does not know. */
    int upBps() {
        return mesh.upBps();
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
