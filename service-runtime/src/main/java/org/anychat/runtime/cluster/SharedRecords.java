package org.anychat.runtime.cluster;

import io.vertx.core.Future;
import java.util.Map;

/**
 * What the active instance of a service writes down for its successor: records by key. It is a cache, which may be lost
 * with the processes that hold it; whoever takes over hears from gateways and relays, too. Used by one instance at a
 * time, from its context.
 */
public interface SharedRecords {
    /**
     * Reads what the predecessor wrote, as texts of {@link RecordJson}, and makes anything that it still writes to these records count for nothing.
     *
     * @return the texts by key, on the caller's context; fails with {@link ClusterAwayException} where they cannot be read
     *     now
     */
    Future<Map<String, String>> takeOver();

    /**
     * Writes a record, some time soon. Of several of one key only the last need be written.
     *
     * @param key the key
     * @param value what {@link RecordJson} can write
     */
    void put(String key, Record value);

    /**
     * Removes a record, some time soon.
     *
     * @param key the key
     */
    void remove(String key);

    /**
     * Records of a process that is alone and has no successor.
     *
     * @return records that keep nothing
     */
    static SharedRecords none() {
        return NoRecords.INSTANCE;
    }
}
