package org.anychat.runtime.standby;

import java.time.Duration;

/**
 * What a master has given its slave, and when it was heard last.
 *
 * @param master where it is, {@code host:port} of UDP
 * @param licence its licence as it was signed
 * @param publicKey PEM of whom it trusts to sign licences
 * @param server its address for clients, {@code host:port}
 * @param epoch how many take-overs there have been
 * @param life which process it was, 0 where none is known
 * @param contactMs when it was heard last, in milliseconds since 1970
 * @param seenMs the latest time that this server has seen, in milliseconds since 1970
 */
public record Activation(
        String master,
        String licence,
        String publicKey,
        String server,
        long epoch,
        long life,
        long contactMs,
        long seenMs) {
    /** How long a slave may serve without its master. */
    public static final Duration LASTS = Duration.ofDays(30);

    /**
     * No activation yet.
     *
     * @param master where the master is
     * @return what a slave has at its first start
     */
    public static Activation none(String master) {
        return new Activation(master, "", "", "", 0, 0, 0, 0);
    }

    /**
     * Whether a master has ever given its licence.
     *
     * @return whether
     */
    public boolean isActivated() {
        return !licence.isEmpty();
    }

    /**
     * Whether the slave may serve.
     *
     * @param nowMs the wall clock; where it was set back, the latest time counts that was seen
     * @return whether it was activated and has heard its master within {@link #LASTS}
     */
    public boolean holds(long nowMs) {
        return isActivated() && Math.max(nowMs, seenMs) - contactMs < LASTS.toMillis();
    }

    /**
     * The master gave its licence.
     *
     * @param newLicence the licence
     * @param newPublicKey who signs
     * @param newServer where its clients find it
     * @return with these
     */
    public Activation with(String newLicence, String newPublicKey, String newServer) {
        return new Activation(master, newLicence, newPublicKey, newServer, epoch, life, contactMs, seenMs);
    }

    /**
     * The master was heard.
     *
     * @param nowMs the wall clock
     * @return with its last contact; later than any time that was seen, so that a clock that was set back gives nothing
     *     away
     */
    public Activation heard(long nowMs) {
        long latest = Math.max(nowMs, seenMs);
        return new Activation(master, licence, publicKey, server, epoch, life, latest, latest);
    }

    /**
     * Time has passed.
     *
     * @param nowMs the wall clock
     * @return with the latest time
     */
    public Activation seen(long nowMs) {
        return new Activation(master, licence, publicKey, server, epoch, life, contactMs, Math.max(nowMs, seenMs));
    }

    /**
     * The count of take-overs, and of whom.
     *
     * @param newEpoch how many
     * @param newLife the master's process
     * @return with these
     */
    public Activation at(long newEpoch, long newLife) {
        return new Activation(master, licence, publicKey, server, newEpoch, newLife, contactMs, seenMs);
    }

    @Override
    public String toString() {
        return "Activation[master=" + master + ", activated=" + isActivated() + ", server=" + server + ", epoch="
                + epoch + ", contactMs=" + contactMs + "]";
    }
}
