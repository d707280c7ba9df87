package org.anychat.room.store;

import io.vertx.core.Future;
import java.util.Map;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/** Records as texts in a map, as a successor finds them. */
public final class WrittenRecords implements SharedRecords {
    private final Map<String, String> written;

    /** Writes into the map. */
    public WrittenRecords(Map<String, String> written) {
        this.written = written;
    }

    @Override
    public Future<Map<String, String>> takeOver() {
        return Future.succeededFuture(Map.copyOf(written));
    }

    @Override
    public void put(String key, Record value) {
        written.put(key, RecordJson.write(value));
    }

    @Override
    public void remove(String key) {
        written.remove(key);
    }
}
