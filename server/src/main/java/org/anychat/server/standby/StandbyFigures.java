package org.anychat.server.standby;

/**
 * What a server is to the other one at a moment.
 *
 * @param role its part
 * @param connected whether the other is there: a master hears its slave, a slave has a whole copy of its master
 * @param epoch how many take-overs there have been, as far as it knows
 * @param witness how it stands with the one who decides in a cut
 */
public record StandbyFigures(Role role, boolean connected, long epoch, Witness witness) {
    /** No other server. */
    public static final StandbyFigures ALONE = new StandbyFigures(Role.ALONE, false, 0, Witness.NONE);

    /** How a server stands with its witness. */
    public enum Witness {
        /** There is none. */
        NONE,
        /** It does not answer. */
        SILENT,
        /** It answers, and has not given this server the lease. */
        ANSWERS,
        /** It has given this server the lease: this one may take new clients. */
        LEASE;

        static Witness of(WitnessLink link) {
            if (link == null) {
                return NONE;
            }
            return link.holdsLease() ? LEASE : link.answers() ? ANSWERS : SILENT;
        }
    }

    /** A server's part. */
    public enum Role {
        /** There is no other server. */
        ALONE,
        /** It serves; another may stand by. */
        MASTER,
        /** It was away, and takes no clients until the slave has given them back. */
        YIELDING_MASTER,
        /** It stands by and has not found its master. */
        CONNECTING,
        /** It stands by and copies. */
        MIRRORING,
        /** It serves in its master's place. */
        SERVING,
        /** Its master serves again; it keeps the clients that it has. */
        YIELDING
    }
}
