package org.anychat.runtime.bus;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged as an error meanwhile. */
final class LoggedFaults extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> all = new CopyOnWriteArrayList<>();

    LoggedFaults() {
        start();
        root.addAppender(this);
    }

    List<String> all() {
        return all;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            all.add(event.getFormattedMessage());
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
