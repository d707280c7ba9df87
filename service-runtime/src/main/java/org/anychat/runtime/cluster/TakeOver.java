package org.anychat.runtime.cluster;

import com.hazelcast.map.EntryProcessor;
import java.util.Map.Entry;

/** Makes a record that of a new owner, and reads it. */
final class TakeOver implements EntryProcessor<String, VersionedText, String> {
    private static final long serialVersionUID = 1L;

    private final long epoch;

    TakeOver(long epoch) {
        this.epoch = epoch;
    }

    @Override
    public String process(Entry<String, VersionedText> entry) {
        VersionedText present = entry.getValue();
        if (present.epoch() > epoch) {
            return null;
        }
        entry.setValue(new VersionedText(epoch, present.text()));
        return present.text();
    }
}
