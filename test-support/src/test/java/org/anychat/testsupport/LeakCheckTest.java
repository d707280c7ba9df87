package org.anychat.testsupport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final LeakCheck check = LeakCheck.threads("leak-check-test-");

    @Test
    void shouldNameAThreadThatIsLeftBehind() {
        LeakCheck impatient = new LeakCheck(name -> name.startsWith("leak-check-test-"), 1);
        impatient.begin();
        start("leak-check-test-1");

        AssertionError error = assertThrows(AssertionError.class, impatient::verify);

        assertTrue(error.getMessage().contains("leak-check-test-1"));
        end.countDown();
    }

    @Test
    void shouldWaitForAThreadThatIsAboutToEnd() {
        check.begin();
        start("leak-check-test-2");
        end.countDown();

        assertDoesNotThrow(check::verify);
    }

    @Test
    void shouldIgnoreThreadsOfOtherNamesAndOlderOnes() {
        start("leak-check-test-3");
        check.begin();
        start("other-3");

        assertDoesNotThrow(check::verify);
        end.countDown();
    }

    private void start(String name) {
        Thread thread = new Thread(this::awaitEnd, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
