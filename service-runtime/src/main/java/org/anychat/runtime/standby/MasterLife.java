package org.anychat.runtime.standby;

import java.util.Optional;

/**
 * When a master takes new clients: pure rules. Without a witness always, but while a slave that has taken over from it
 * has more right. Any thread, with times in milliseconds of a clock that nobody sets.
 */
public final class MasterLife {
    /** A slave that has been silent for so long is gone. */
    static final long SLAVE_SILENCE_MS = 2_000;

    private final long life;
    /** Null without a witness. */
    private final NewClients witness;

    private long epoch;
    private boolean yielding;
    private boolean heard;
    private long heardMs;

    /** What has changed for clients that arrive. */
    public enum Change {
        /** A slave has taken over from this very process, which keeps its clients and takes no new ones. */
        YIELDS,
        /** Its last client of before has gone. */
        EMPTIED,
        /** The slave does not serve any more. */
        SLAVE_STOPPED,
        /** The slave has been silent. */
        SLAVE_SILENT
    }

    /**
     * Begins to take clients.
     *
     * @param life a number of this process alone
     * @param witness who decides in a cut, null for nobody
     */
    public MasterLife(long life, NewClients witness) {
        this.life = life;
        this.witness = witness;
    }

    /**
     * What this server says of itself; where that is that it takes no new clients, it keeps to it for a while.
     *
     * @param nowMs the time
     * @return for the slave
     */
    public synchronized Standing standing(long nowMs) {
        if (yielding && witness != null) {
            witness.onOwnWord(nowMs);
        }
        return new Standing(Math.max(epoch, leaseEpoch()), !yielding, witness != null);
    }

    /**
     * The slave has said something of itself.
     *
     * @param said what, when, and to what
     * @param clients logins here
     * @return what follows, empty for nothing
     */
    public synchronized Optional<Change> onStanding(Heard said, int clients) {
        heard = true;
        heardMs = said.nowMs();
        if (witness != null && said.answersMs() >= 0) {
            witness.onOther(said.standing().serves(), said.answersMs());
        }
        if (!said.standing().serves()) {
            epoch = Math.max(epoch, said.standing().epoch());
            return ifYielding(Change.SLAVE_STOPPED);
        }
        boolean tookOverFromThis = said.formerLife() == life && said.standing().epoch() > Math.max(epoch, leaseEpoch());
        if (tookOverFromThis && clients > 0) {
            if (yielding) {
                return Optional.empty();
            }
            yielding = true;
            return Optional.of(Change.YIELDS);
        }
        epoch = Math.max(epoch, said.standing().epoch());
        return ifYielding(Change.EMPTIED);
    }

    /**
     * What a slave has said.
     *
     * @param standing what
     * @param formerLife which process it knew as its master before, 0 for none
     * @param answersMs when that was sent to it which it had heard, -1 where it had heard nothing
     * @param nowMs the time
     */
    public record Heard(Standing standing, long formerLife, long answersMs, long nowMs) {}

    /**
     * Time has passed.
     *
     * @param nowMs the time
     * @return what follows, empty for nothing
     */
    public synchronized Optional<Change> onTick(long nowMs) {
        return slaveIsSilent(nowMs) ? ifYielding(Change.SLAVE_SILENT) : Optional.empty();
    }

    private Optional<Change> ifYielding(Change change) {
        if (!yielding) {
            return Optional.empty();
        }
        yielding = false;
        return Optional.of(change);
    }

    /**
     * Whether a slave has the say at the moment.
     *
     * @return whether
     */
    public synchronized boolean isYielding() {
        return yielding;
    }

    /**
     * Whether a slave was there and is silent.
     *
     * @param nowMs the time
     * @return also where there has been none
     */
    public synchronized boolean slaveIsSilent(long nowMs) {
        return !heard || nowMs - heardMs > SLAVE_SILENCE_MS;
    }

    /**
     * Whether new clients are taken.
     *
     * @param nowMs the time
     * @return now
     */
    public synchronized boolean takes(long nowMs) {
        return !yielding && (witness == null || witness.may(slaveIsSilent(nowMs), nowMs));
    }

    /**
     * What this server wants of its witness.
     *
     * @return now
     */
    public synchronized WitnessContact.Wish wish() {
        return new WitnessContact.Wish(!yielding, epoch);
    }

    private long leaseEpoch() {
        return witness == null ? 0 : witness.epoch();
    }
}
