package org.anychat.gateway.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(100, 200, 0);

    private int takeAll(long nowNs) {
        int taken = 0;
        while (bucket.take(nowNs)) {
            taken++;
        }
        return taken;
    }

    @Test
    void shouldAllowTheBurst() {
        assertEquals(200, takeAll(0));
    }

    @Test
    void shouldFillUpAtTheRate() {
        takeAll(0);

        assertEquals(50, takeAll(TimeUnit.MILLISECONDS.toNanos(500)));
    }

    @Test
    void shouldNeverHoldMoreThanTheBurst() {
        takeAll(0);

        assertEquals(200, takeAll(TimeUnit.HOURS.toNanos(5)));
    }

    @Test
    void shouldFillUpInSmallSteps() {
        takeAll(0);

        assertFalse(bucket.take(TimeUnit.MILLISECONDS.toNanos(5)));
        assertTrue(bucket.take(TimeUnit.MILLISECONDS.toNanos(11)));
    }
}
