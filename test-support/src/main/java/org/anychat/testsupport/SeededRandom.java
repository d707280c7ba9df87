package org.anychat.testsupport;

import java.util.Random;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Randomness that can be repeated: a new seed per test, named when the test fails. Register it as a field with
 * {@code @RegisterExtension}; {@code -Danychat.test.seed=…} repeats a failure.
 */
public final class SeededRandom implements BeforeEachCallback, TestExecutionExceptionHandler {
    /** The system property that fixes the seed. */
    public static final String SEED_PROPERTY = "anychat.test.seed";

    private long seed;
    private Random random;

    /** Draws the first seed, for what a test class makes in its fields. */
    public SeededRandom() {
        reseed();
    }

    /**
     * The source, the same one until the next test begins.
     *
     * @return not thread-safe in its order
     */
    public Random random() {
        return random;
    }

    /**
     * The seed of this test.
     *
     * @return what repeats the test
     */
    public long seed() {
        return seed;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        reseed();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        String hint = "Repeat with -D" + SEED_PROPERTY + "=" + seed;
        System.err.println(context.getDisplayName() + " failed. " + hint);
        failure.addSuppressed(new SeedNote(hint));
        throw failure;
    }

    private void reseed() {
        Long fixed = Long.getLong(SEED_PROPERTY);
        seed = fixed != null ? fixed : System.nanoTime();
        random = new Random(seed);
    }

    private static final class SeedNote extends RuntimeException {
        private static final long serialVersionUID = 1;

        SeedNote(String message) {
            super(message, null, false, false);
        }
    }
}
