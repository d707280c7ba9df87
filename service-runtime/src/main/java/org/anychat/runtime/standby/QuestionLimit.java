package org.anychat.runtime.standby;

import java.util.concurrent.TimeUnit;

/** How many questions of one kind of askers are answered in a second. Any thread. */
final class QuestionLimit {
    private final int perSecond;
    private long secondNs;
    private int questions;

    QuestionLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    synchronized boolean allows(long nowNs) {
        if (nowNs - secondNs >= TimeUnit.SECONDS.toNanos(1)) {
            secondNs = nowNs;
            questions = 0;
        }
        questions++;
        return questions <= perSecond;
    }
}
