package org.anychat.license;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What the license service logs, as an operator would wait for it. */
final class LogLines implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.anychat.license");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    LogLines() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    void clear() {
        lines.clear();
    }

    void awaitLine(String part) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        StringBuilder seen = new StringBuilder();
        while (true) {
            String line = lines.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("no line with \"" + part + "\" came, but:" + seen);
            }
            if (line.contains(part)) {
                return;
            }
            seen.append(System.lineSeparator()).append(line);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
