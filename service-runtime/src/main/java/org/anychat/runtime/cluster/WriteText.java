package org.anychat.runtime.cluster;

import com.hazelcast.map.EntryProcessor;
import java.util.Map.Entry;

/** Writes or removes a record unless its owner is a newer one; tells whether it did. */
final class WriteText implements EntryProcessor<String, VersionedText, Boolean> {
    private static final long serialVersionUID = 1L;

    private final long epoch;
    /** Null removes. */
    private final String text;

    WriteText(long epoch, String text) {
        this.epoch = epoch;
        this.text = text;
    }

    @Override
    public Boolean process(Entry<String, VersionedText> entry) {
        VersionedText present = entry.getValue();
        if (present != null && present.epoch() > epoch) {
            return false;
        }
        entry.setValue(text == null ? null : new VersionedText(epoch, text));
        return true;
    }
}
