package org.anychat.runtime.cluster;

import java.util.List;

/** Hears of the cluster that a process belongs to. Called on the link's own thread, one call after another. */
public interface ClusterListener {
    /**
     * The process belongs to a cluster of these members now.
     *
     * @param members all of them, this process included, in the order in which they came
     */
    void onMembers(List<ClusterMember> members);

    /** The process belongs to none until the next {@link #onMembers}. */
    void onAway();
}
