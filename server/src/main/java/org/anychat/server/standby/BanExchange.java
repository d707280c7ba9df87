package org.anychat.server.standby;

import java.util.List;
import org.anychat.auth.domain.Bans;
import org.anychat.auth.store.SharedBans;
import org.anychat.contracts.BanExchangeApi;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.anychat.contracts.BanExchangeApi.MergeBans;
import org.anychat.runtime.standby.MirrorCopy;
import org.anychat.runtime.standby.RecordMirror;
import org.anychat.runtime.standby.RecordMirror.RecordKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom one server keeps out the other keeps out, too, while both serve and afterwards. One context. */
final class BanExchange {
    /** A master that has not taken them by then never will. */
    static final long PATIENCE_MS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(BanExchange.class);
    private static final RecordKey BANS = new RecordKey(DoubleLogins.SERVICE, SharedBans.KEY);
    private static final long NOT_WAITING = -1;

    private final BanExchangeApi auth;
    private String taken = "";
    private boolean taking;
    private long waitingSinceMs = NOT_WAITING;
    private boolean given;

    /** Makes an exchange; the api is that of this server's auth. */
    BanExchange(BanExchangeApi auth) {
        this.auth = auth;
    }

    /** Gives this server's auth, which runs, what was decided at the other one; to be called again and again. */
    void take(MirrorCopy others) {
        String text = others.isSynced() ? others.text(BANS).orElse("") : "";
        if (text.isEmpty() || taking || text.equals(taken)) {
            return;
        }
        taking = true;
        auth.merge(new MergeBans(SharedBans.read(text)))
                .onSuccess(done -> taken = text)
                .onFailure(failure -> log.debug("The other server's bans are taken later", failure))
                .onComplete(done -> taking = false);
    }

    /**
     * Looks whether the other server has all that was decided here; to be called again and again before this one stands by.
     *
     * @param hears whether its mirror is open and all of it has come, so that it has been given them and has answered
     */
    void look(RecordMirror own, MirrorCopy others, boolean hears, long nowMs) {
        boolean has = Bans.covers(
                decisions(others.text(BANS).orElse("")),
                decisions(own.text(BANS).orElse("")),
                System.currentTimeMillis());
        if (has || !hears) {
            waitingSinceMs = NOT_WAITING;
        } else if (waitingSinceMs == NOT_WAITING) {
            waitingSinceMs = nowMs;
        }
        boolean isInVain = waitingSinceMs != NOT_WAITING && nowMs - waitingSinceMs >= PATIENCE_MS;
        if (isInVain && !given) {
            log.error(
                    "The master has not taken the bans that were made here. Look at them there; is it of another version?");
        }
        given = has || isInVain;
    }

    /** Whether the other server had all at the last look, or had been able to take it for long enough. */
    boolean isGiven() {
        return given;
    }

    private static List<BanDecision> decisions(String text) {
        return text.isEmpty() ? List.of() : SharedBans.read(text);
    }
}
