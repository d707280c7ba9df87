package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComputingTurnsTest {
    private final ComputingTurns turns = new ComputingTurns(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void shouldLetThoseWhoHaveBegunGoFirst() throws InterruptedException {
        turns.begin();
        queue("new 1", turns::begin);
        queue("new 2", turns::begin);
        queue("old 1", turns::goOn);
        queue("old 2", turns::goOn);

        assertOrder("old 1", "old 2", "new 1", "new 2");
    }

    @Test
    void shouldLetOneBeginAfterThreeWhoGoOn() throws InterruptedException {
        turns.begin();
        queue("new 1", turns::begin);
        queue("new 2", turns::begin);
        for (int number = 1; number <= 5; number++) {
            queue("old " + number, turns::goOn);
        }

        assertOrder("old 1", "old 2", "old 3", "new 1", "old 4", "old 5", "new 2");
    }

    @Test
    void shouldLetSoManyComputeAtATime() throws InterruptedException {
        ComputingTurns two = new ComputingTurns(2);
        two.begin();
        two.goOn();
        Thread third = new Thread(two::begin);
        third.start();
        while (two.waiting() < 1) {
            TimeUnit.MILLISECONDS.sleep(1);
        }

        two.end();

        third.join();
        assertEquals(0, two.waiting());
    }

    /** Who waits notes its name when its turn comes, and ends it. */
    private void queue(String name, Runnable await) throws InterruptedException {
        int before = turns.waiting();
        Thread thread = new Thread(() -> {
            await.run();
            order.add(name);
            turns.end();
        });
        thread.start();
        threads.add(thread);
        while (turns.waiting() == before) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void assertOrder(String... names) throws InterruptedException {
        turns.end();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(names), order);
    }
}
