package org.anychat.runtime.cluster;

import com.hazelcast.map.EntryProcessor;
import java.util.Map.Entry;

/** Counts owners. */
final class NextEpoch implements EntryProcessor<String, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long process(Entry<String, Long> entry) {
        long next = entry.getValue() == null ? 1 : entry.getValue() + 1;
        entry.setValue(next);
        return next;
    }
}
