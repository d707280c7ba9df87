package org.anychat.server.standby;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.protocol.ErrorCode;
import org.anychat.runtime.standby.Activation;
import org.anychat.runtime.standby.SlaveLife.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a slave tells its operator while it has no good master, each at most once a minute. */
final class MasterWords {
    private static final Logger log = LoggerFactory.getLogger(SlaveRole.class);
    private static final long BETWEEN_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long SILENCE_MS = 3_000;

    private final String master;
    private final LongSupplier nowMs;
    private final long startMs;
    private boolean spoken;
    private long spokenMs;
    private int lastCode;
    private long refusedMs = Long.MIN_VALUE / 2;

    MasterWords(String master, LongSupplier nowMs) {
        this.master = master;
        this.nowMs = nowMs;
        this.startMs = nowMs.getAsLong();
    }

    void onRefused(int code) {
        refusedMs = nowMs.getAsLong();
        if (code != lastCode) {
            lastCode = code;
            spoken = false;
        }
        if (!maySpeak()) {
            return;
        }
        if (code == ErrorCode.MASTERISSLAVE.number()) {
            log.error(
                    "{} is itself a slave: 30 MASTERISSLAVE. There is no chain of standbys; set MasterServerIP to the"
                            + " master.",
                    master);
        } else if (code == ErrorCode.MASTERNOTCREDIT.number()) {
            log.error(
                    "The master at {} is not licensed for a standby: 31 MASTERNOTCREDIT. It runs in demo mode, or its"
                            + " licence does not have the function Standby.",
                    master);
        } else if (code == ErrorCode.RESOURCEUSED.number()) {
            log.error(
                    "Another server stands by for the master at {} already: 13 RESOURCEUSED. This one does not serve"
                            + " in its place until that one is gone; stop one of the two.",
                    master);
        } else {
            log.error(
                    "The master at {} has another SDKAuthPass, so that this server cannot stand by for it. Set the"
                            + " same on both.",
                    master);
        }
    }

    void onTick(State state, long silentMs, Activation activation, boolean mayServe) {
        long now = nowMs.getAsLong();
        boolean refusedLately = now - refusedMs < SILENCE_MS;
        if (silentMs < SILENCE_MS || refusedLately || now - startMs < SILENCE_MS) {
            return;
        }
        if (!mayServe && maySpeak()) {
            log.error(
                    activation.isActivated()
                            ? "The master at {} has not been heard for 30 days: this server refuses clients with 111"
                                    + " until it is activated anew"
                            : "The master at {} does not answer, and has never activated this server: clients are"
                                    + " refused with 111. Does it run, does it have an SDKAuthPass, and is its UDP port"
                                    + " open?",
                    master);
        } else if (state == State.CONNECTING && maySpeak()) {
            log.warn("The master at {} does not answer", master);
        }
    }

    String date(long unixMs) {
        return Instant.ofEpochMilli(unixMs).toString();
    }

    private boolean maySpeak() {
        long now = nowMs.getAsLong();
        if (spoken && now - spokenMs < BETWEEN_MS) {
            return false;
        }
        spoken = true;
        spokenMs = now;
        return true;
    }
}
