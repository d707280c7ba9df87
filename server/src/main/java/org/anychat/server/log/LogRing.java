package org.anychat.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.anychat.contracts.ProcessApi;
import org.anychat.contracts.ProcessApi.LogLine;
import org.anychat.contracts.ProcessApi.LogLines;
import org.anychat.contracts.ProcessApi.ReadLog;

/** The newest lines of the log, for those who look at them from elsewhere. Any thread. */
public final class LogRing extends AppenderBase<ILoggingEvent> {
    private static final int CAPACITY = 2_000;
    private static final int MAX_MESSAGE = 2_000;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long last;

    @Override
    protected void append(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            message += " (" + event.getThrowableProxy().getClassName() + ": "
                    + event.getThrowableProxy().getMessage() + ")";
        }
        String logger = event.getLoggerName();
        synchronized (lines) {
            last++;
            lines.add(new LogLine(
                    last,
                    event.getTimeStamp(),
                    event.getLevel().toString(),
                    logger.substring(logger.lastIndexOf('.') + 1),
                    event.getThreadName(),
                    message.substring(0, Math.min(message.length(), MAX_MESSAGE))));
            if (lines.size() > CAPACITY) {
                lines.removeFirst();
            }
        }
    }

    /**
     * Reads the newest lines.
     *
     * @param wanted which
     * @return the newest of them, as many as one answer holds
     */
    public LogLines read(ReadLog wanted) {
        Level least = Level.toLevel(wanted.level(), Level.INFO);
        String text = wanted.text() == null ? "" : wanted.text().toLowerCase(Locale.ROOT);
        List<LogLine> found = new ArrayList<>();
        synchronized (lines) {
            Iterator<LogLine> newestFirst = lines.descendingIterator();
            while (newestFirst.hasNext() && found.size() < ProcessApi.MAX_LINES) {
                LogLine line = newestFirst.next();
                if (line.number() <= wanted.after()) {
                    break;
                }
                if (Level.toLevel(line.level()).isGreaterOrEqual(least) && contains(line, text)) {
                    found.add(line);
                }
            }
            Collections.reverse(found);
            return new LogLines(found, last);
        }
    }

    private static boolean contains(LogLine line, String text) {
        return text.isEmpty()
                || line.message().toLowerCase(Locale.ROOT).contains(text)
                || line.logger().toLowerCase(Locale.ROOT).contains(text);
    }
}
