package org.anychat.runtime.standby;

/** When a slave serves: pure rules, asked after each change. */
public final class SlaveLife {
    /** A master that has been silent for so long is gone. */
    static final long SILENCE_MS = 2_000;
    /** A master whose mirror has broken off, too, has ended: nothing else closes a connection and says nothing. */
    static final long SILENCE_AFTER_BREAK_MS = 1_000;
    /** How long a slave that starts looks for its master before it serves with an activation of before. */
    static final long START_PATIENCE_MS = 5_000;

    private final long startedMs;
    private State state = State.CONNECTING;

    /** What the slave does. */
    public enum State {
        /** Its master has not been found since the start. */
        CONNECTING,
        /** It copies what its master has. */
        MIRRORING,
        /** It serves, as its master is away, or has not got back to serving yet. */
        SERVING,
        /** Its master serves again; it keeps the clients that it has. */
        YIELDING;

        /**
         * Whether services run.
         *
         * @return also while there are only clients of before
         */
        public boolean runsServices() {
            return this == SERVING || this == YIELDING;
        }
    }

    /**
     * What there is to see.
     *
     * @param nowMs the time of a clock that nobody sets
     * @param silentMs how long the master has been silent, {@link Long#MAX_VALUE} for ever
     * @param mirrorOpen whether its mirror is
     * @param synced whether all of it has come
     * @param masterServes whether the master takes new clients, as it said last
     * @param clients logins here
     * @param handedBack whether the master has what was decided here
     * @param mayServe whether the slave has been activated, and not too long ago
     * @param permitted whether its witness lets it serve, or there is none
     */
    public record Sight(
            long nowMs,
            long silentMs,
            boolean mirrorOpen,
            boolean synced,
            boolean masterServes,
            int clients,
            boolean handedBack,
            boolean mayServe,
            boolean permitted) {
        /**
         * Whether the master has been silent for too long.
         *
         * @return whether
         */
        public boolean masterIsGone() {
            return silentMs >= (mirrorOpen ? SILENCE_MS : SILENCE_AFTER_BREAK_MS);
        }

        boolean mayTakeOver() {
            return masterIsGone() && mayServe;
        }
    }

    /**
     * Begins.
     *
     * @param nowMs the time
     */
    public SlaveLife(long nowMs) {
        startedMs = nowMs;
    }

    /**
     * What the slave does.
     *
     * @return now
     */
    public State state() {
        return state;
    }

    /**
     * Decides anew.
     *
     * @param sight what there is to see
     * @return what the slave does from now on
     */
    public State decide(Sight sight) {
        state = next(sight);
        return state;
    }

    /**
     * Whether it would serve, were it permitted.
     *
     * @param sight what there is to see
     * @return whether its witness is asked for the lease
     */
    public boolean wants(Sight sight) {
        return state == State.SERVING
                || (sight.mayTakeOver() && (state != State.CONNECTING || !isPatient(sight.nowMs())));
    }

    private boolean isPatient(long nowMs) {
        return nowMs - startedMs < START_PATIENCE_MS;
    }

    private State next(Sight sight) {
        return switch (state) {
            case CONNECTING -> connecting(sight);
            case MIRRORING -> sight.mayTakeOver() && sight.permitted() ? State.SERVING : State.MIRRORING;
            case SERVING -> !sight.masterIsGone() && sight.masterServes() ? State.YIELDING : State.SERVING;
            case YIELDING -> yielding(sight);
        };
    }

    private State connecting(Sight sight) {
        if (sight.synced()) {
            return State.MIRRORING;
        }
        boolean serves = !isPatient(sight.nowMs()) && sight.mayTakeOver() && sight.permitted();
        return serves ? State.SERVING : State.CONNECTING;
    }

    private State yielding(Sight sight) {
        if (sight.mayTakeOver() && sight.permitted()) {
            return State.SERVING;
        }
        boolean hasCopy = sight.mirrorOpen() && sight.synced();
        return sight.clients() == 0 && hasCopy && sight.handedBack() ? State.MIRRORING : State.YIELDING;
    }
}
