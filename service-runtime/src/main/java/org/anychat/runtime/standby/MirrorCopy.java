package org.anychat.runtime.standby;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The other server's records as they come over its mirror. A new beginning counts once all of it has come. Any thread. */
public final class MirrorCopy {
    /** More is no server's. */
    private static final int MAX_RECORDS = 1_000_000;

    private Map<String, Map<String, String>> current = new HashMap<>();
    private Map<String, Map<String, String>> coming = new HashMap<>();
    private boolean synced;
    private int size;

    /** The mirror has been opened: everything comes anew, and until then what was there counts. */
    public synchronized void begin() {
        coming = new HashMap<>();
        size = 0;
        synced = false;
    }

    /**
     * Takes a message.
     *
     * @param message the message
     * @return false where there are more records than any server has
     */
    public synchronized boolean apply(MirrorMessage message) {
        if (message instanceof MirrorMessage.Put put) {
            size += coming.computeIfAbsent(put.service(), service -> new HashMap<>())
                                    .put(put.key(), put.json())
                            == null
                    ? 1
                    : 0;
        } else if (message instanceof MirrorMessage.Remove remove) {
            size -= coming.getOrDefault(remove.service(), new HashMap<>()).remove(remove.key()) == null ? 0 : 1;
        } else {
            synced = true;
            current = coming;
        }
        return size <= MAX_RECORDS;
    }

    /**
     * Whether everything has come since the last beginning.
     *
     * @return whether
     */
    public synchronized boolean isSynced() {
        return synced;
    }

    /**
     * The records of a service.
     *
     * @param service its name
     * @return the texts by key; a copy
     */
    public synchronized Map<String, String> texts(String service) {
        return Map.copyOf(current.getOrDefault(service, Map.of()));
    }

    /**
     * Reads a record.
     *
     * @param key whose
     * @return its text, empty where there is none
     */
    public synchronized Optional<String> text(RecordMirror.RecordKey key) {
        return Optional.ofNullable(current.getOrDefault(key.service(), Map.of()).get(key.key()));
    }
}
