package org.anychat.server.standby;

import org.anychat.runtime.standby.MasterLife;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a master tells its operator of its standby. Any thread. */
final class MasterLog {
    private static final Logger log = LoggerFactory.getLogger(MasterRole.class);

    private final RareWords silence = new RareWords();
    private final RareWords helplessness = new RareWords();
    private final RareWords difference = new RareWords();
    private boolean helpless;

    /**
     * What there is to see.
     *
     * @param slaveHeard whether there has been a slave
     * @param slaveSilent whether it is silent
     * @param takes whether new clients are taken
     */
    record Sight(
            long nowMs,
            boolean slaveHeard,
            boolean slaveSilent,
            boolean takes,
            boolean witnessed,
            boolean slaveWitnessed) {}

    void onChange(MasterLife.Change change, String slave, int clients) {
        if (change == MasterLife.Change.YIELDS) {
            log.warn(
                    "The standby at {} has taken over while it could not see this server, and both served: this one"
                            + " keeps its {} clients, and refuses new ones with 111 until they are gone. Look at the"
                            + " network between the two.",
                    slave,
                    clients);
            return;
        }
        String why =
                switch (change) {
                    case EMPTIED -> "The last client of before has gone";
                    case SLAVE_STOPPED -> "The standby has stopped to serve";
                    default -> "The standby is silent";
                };
        log.info("{}: this server takes new clients again", why);
    }

    synchronized void onTick(Sight sight) {
        if (!sight.slaveHeard() || !sight.slaveSilent()) {
            silence.forget();
        } else if (silence.maySpeak(sight.nowMs())) {
            log.warn(
                    "The standby is silent: either it is gone, so that nobody would take over, or the network between the"
                            + " two is cut, {}.",
                    sight.witnessed() ? "and the witness decides which of them takes new clients" : "and both serve");
        }
        sayWhetherHelpless(sight);
        boolean differs = sight.slaveHeard() && !sight.slaveSilent() && sight.witnessed() != sight.slaveWitnessed();
        if (differs && difference.maySpeak(sight.nowMs())) {
            log.error(
                    "Only {} has a witness, so that both may take new clients when they are cut from each other. Set"
                            + " WitnessServerIP and WitnessServerUDPPort to the same on both.",
                    sight.witnessed() ? "this server" : "the standby");
        }
    }

    /** The other's right, by which a master that yields takes none, has its own words. */
    private void sayWhetherHelpless(Sight sight) {
        boolean nobodyKnown = sight.witnessed() && sight.slaveSilent() && !sight.takes();
        if (nobodyKnown && helplessness.maySpeak(sight.nowMs())) {
            log.error("This server has not its witness's lease and does not see its standby: it keeps its clients, and"
                    + " refuses new ones with 111.");
        } else if (helpless && !nobodyKnown) {
            helplessness.forget();
            log.info("This server has the lease of its witness again, or sees its standby");
        }
        helpless = nobodyKnown;
    }
}
