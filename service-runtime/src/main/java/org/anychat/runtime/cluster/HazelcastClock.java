package org.anychat.runtime.cluster;

import com.hazelcast.internal.util.Clock;
import com.hazelcast.internal.util.ClockProperties;
import org.anychat.runtime.SteadyClock;

/**
 * The clock that Hazelcast counts silence by. By the machine's own, whoever sets that by an hour throws the process out of
 * the cluster, or makes it throw out the others. Hazelcast makes the one instance by the name of the class.
 */
public final class HazelcastClock extends Clock.ClockImpl {
    private final SteadyClock steady = new SteadyClock();

    /** For Hazelcast. */
    public HazelcastClock() {}

    /** To be called before the process's first use of Hazelcast. */
    static void install() {
        System.setProperty(ClockProperties.HAZELCAST_CLOCK_IMPL, HazelcastClock.class.getName());
    }

    @Override
    protected long currentTimeMillis() {
        return steady.getAsLong();
    }
}
