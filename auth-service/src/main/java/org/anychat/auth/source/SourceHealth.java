package org.anychat.auth.source;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when a source goes down and when it is back, and not of every login in between. Any thread. */
final class SourceHealth {
    private static final Logger log = LoggerFactory.getLogger(SourceHealth.class);
    private static final long REMINDER_NS = 60_000_000_000L;

    private final String source;
    private final LongSupplier nowNs;
    private boolean down;
    private long lastWordNs;

    SourceHealth(String source, LongSupplier nowNs) {
        this.source = source;
        this.nowNs = nowNs;
    }

    synchronized void works() {
        if (down) {
            down = false;
            log.info("The user source {} works again", source);
        }
    }

    synchronized void fails(Throwable cause) {
        long now = nowNs.getAsLong();
        if (!down || now - lastWordNs >= REMINDER_NS) {
            log.warn("The user source {} does not work, logins get 206: {}", source, words(cause));
            lastWordNs = now;
        }
        down = true;
    }

    /** Libraries say the useful thing in the innermost cause. */
    private static String words(Throwable cause) {
        Throwable innermost = cause;
        for (int depth = 0; innermost.getCause() != null && depth < 10; depth++) {
            innermost = innermost.getCause();
        }
        return innermost == cause ? cause.toString() : cause + ", because of " + innermost;
    }
}
