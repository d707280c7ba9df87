package org.anychat.room.routing;

import java.util.Comparator;
import org.anychat.contracts.UserId;

/**
 * A stream that a user publishes: what goes the same way together.
 *
 * @param publisher whose
 * @param index which of its streams, from 0
 */
public record StreamId(UserId publisher, int index) implements Comparable<StreamId> {
    private static final Comparator<StreamId> ORDER =
            Comparator.<StreamId>comparingInt(id -> id.publisher().value()).thenComparingInt(StreamId::index);

    @Override
    public int compareTo(StreamId other) {
        return ORDER.compare(this, other);
    }
}
