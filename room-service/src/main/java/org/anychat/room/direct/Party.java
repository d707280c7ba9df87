package org.anychat.room.direct;

import java.util.HashSet;
import java.util.Set;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.UserId;

/** A client that can send and receive directly. */
final class Party {
    private int policy;
    private String address;
    private final Set<UserId> wanted = new HashSet<>();
    private boolean withheld;
    private boolean uploads = true;

    Party(Ready ready) {
        says(ready);
    }

    private void says(Ready ready) {
        policy = ready.policy();
        address = ready.address();
        withheld = ready.withheld();
    }

    /** It says so once more. What its application has asked for stands; what it was told may not have come. */
    void saysAgain(Ready ready) {
        says(ready);
        if (ready.anew()) {
            uploads = false;
        }
    }

    boolean never() {
        return policy == 0;
    }

    /** Whether it goes without the relay once there is media, though its application has not asked. */
    boolean begins() {
        return policy == 1 || policy == 3;
    }

    /** Whether another may have its address: as the server sees fit, or since its own application has asked. */
    boolean agreesTo(UserId other) {
        return begins() || wanted.contains(other);
    }

    String address() {
        return address;
    }

    /** With whom an application has asked for a connection; bounded by the room, whose members alone are asked for. */
    Set<UserId> wanted() {
        return wanted;
    }

    boolean withheld() {
        return withheld;
    }

    void withheld(boolean now) {
        withheld = now;
    }

    /** Whether it has been told to send the relay what it publishes. */
    boolean uploads() {
        return uploads;
    }

    void uploads(boolean now) {
        uploads = now;
    }
}
