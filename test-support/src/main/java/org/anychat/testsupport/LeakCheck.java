package org.anychat.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves threads behind. Register it as a field with {@code @RegisterExtension} before the extensions
 * that start threads, or call {@link #begin} and {@link #verify}.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Predicate<String> watchedNames;
    private final long patienceNs;
    private Set<Thread> before = Set.of();

    LeakCheck(Predicate<String> watchedNames, long patienceNs) {
        this.watchedNames = watchedNames;
        this.patienceNs = patienceNs;
    }

    /**
     * Watches threads by name.
     *
     * @param prefix how their names begin
     * @return a check that has not begun
     */
    public static LeakCheck threads(String prefix) {
        return new LeakCheck(name -> name.startsWith(prefix), PATIENCE_NS);
    }

    /** Remembers which threads are there already. */
    public void begin() {
        before = watchedThreads();
    }

    /** Gives new threads five seconds to end. Throws an AssertionError that names those which do not. */
    public void verify() {
        Set<Thread> started = watchedThreads();
        started.removeAll(before);
        long deadlineNs = System.nanoTime() + patienceNs;
        List<String> leaked = new ArrayList<>();
        for (Thread thread : started) {
            if (!ended(thread, deadlineNs)) {
                leaked.add(thread.getName());
            }
        }
        if (!leaked.isEmpty()) {
            throw new AssertionError("threads left behind: " + leaked);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        verify();
    }

    private Set<Thread> watchedThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> watchedNames.test(thread.getName()))
                .collect(Collectors.toSet());
    }

    private static boolean ended(Thread thread, long deadlineNs) {
        long remainingMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime()));
        try {
            thread.join(remainingMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
