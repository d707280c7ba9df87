package org.anychat.runtime.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.LoggerFactory;

/** What a class says while a test runs. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 90;

    private final Logger logger;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    LogLines(Class<?> source) {
        logger = (Logger) LoggerFactory.getLogger(source);
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** The next line that has these words in it; those before it are forgotten. */
    String await(String words) throws InterruptedException {
        String line = lines.poll(DEADLINE_SECONDS, SECONDS);
        while (line != null && !line.contains(words)) {
            line = lines.poll(DEADLINE_SECONDS, SECONDS);
        }
        if (line == null) {
            throw new AssertionError("never said: " + words);
        }
        return line;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
