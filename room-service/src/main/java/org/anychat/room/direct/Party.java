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

    /** What it says of itself from now on. */
    void says(Ready ready) {
        policy = ready.policy();
        address = ready.address();
        withheld = ready.withheld();
    }

    boolean never() {
        return policy == 0;
    }

    /** Whether it begins by itself once there is media. */
    boolean begins() {
        return policy == 1 || policy == 3;
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
