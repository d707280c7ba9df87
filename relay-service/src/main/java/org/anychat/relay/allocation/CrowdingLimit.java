package org.anychat.relay.allocation;

/**
 * What a connection carries of which nothing is known but whether too much waits to be sent, as on TCP. Falls while that is
 * so, grows slowly afterwards, and ends where everything has room.
 */
public final class CrowdingLimit {
    /** No limit. */
    public static final long NONE_BPS = 1_000_000_000_000L;

    private static final double BACK_OFF = 0.85;
    private static final long BACK_OFF_NS = 200_000_000;
    /** An outage tells nothing of what the path carries afterwards. */
    private static final int MAX_BACK_OFFS = 10;

    private static final double GROWTH = 1.05;
    private static final long GROWTH_NS = 1_000_000_000;
    private static final double FLOOR_BPS = 50_000;
    private static final double ENOUGH = 1.5;
    /** So old may be what waits: it was sent before less was granted, and says nothing of what is sent now. */
    private static final long WAITING_NS = 1_000_000_000;

    private double limitBps = NONE_BPS;
    private int backOffs;
    private long changedNs;
    private double waitingBps;
    private long waitingNs;

    /** Makes one without a limit. */
    public CrowdingLimit() {}

    /**
     * Takes in how it stands; called every few milliseconds.
     *
     * @param crowded whether too much waits
     * @param sentBps what was to be sent of late
     * @param wantedBps what would be sent if there were room for everything
     * @param nowNs the time
     */
    public void update(boolean crowded, long sentBps, long wantedBps, long nowNs) {
        backOffs = crowded ? backOffs : 0;
        if (sentBps >= waitingBps || nowNs - waitingNs >= WAITING_NS) {
            waitingBps = sentBps;
            waitingNs = nowNs;
        }
        if (crowded && isNone()) {
            backOff(waitingBps, nowNs);
        } else if (crowded && nowNs - changedNs >= BACK_OFF_NS && backOffs < MAX_BACK_OFFS) {
            backOff(backOffs == 0 ? Math.min(limitBps, waitingBps) : limitBps, nowNs);
        } else if (!crowded && !isNone() && nowNs - changedNs >= GROWTH_NS) {
            change(GROWTH * limitBps, nowNs);
            limitBps = limitBps >= ENOUGH * wantedBps ? NONE_BPS : limitBps;
        }
    }

    private boolean isNone() {
        return limitBps >= NONE_BPS;
    }

    private void backOff(double fromBps, long nowNs) {
        backOffs++;
        change(BACK_OFF * fromBps, nowNs);
    }

    private void change(double bps, long nowNs) {
        limitBps = Math.max(FLOOR_BPS, bps);
        changedNs = nowNs;
    }

    /**
     * The limit.
     *
     * @return bits per second, {@link #NONE_BPS} where there is none
     */
    public long limitBps() {
        return (long) limitBps;
    }
}
