package org.anychat.auth.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.contracts.AuthApi.Ban;
import org.anychat.contracts.AuthApi.BanList;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/** The bans for the service's next active instance, which may have another file. One instance uses them at a time, from one context. */
public final class SharedBans {
    /** Not the id of a session. */
    static final String KEY = "bans";

    private final Optional<BanList> before;
    private final SharedRecords records;

    /**
     * Takes over from the instance before.
     *
     * @param texts what it has written down
     * @param records where the bans are written down
     */
    public SharedBans(Map<String, String> texts, SharedRecords records) {
        this.before = Optional.ofNullable(texts.get(KEY)).map(text -> RecordJson.read(text, BanList.class));
        this.records = records;
    }

    /**
     * The bans of the instance before.
     *
     * @return empty where there was none
     */
    public Optional<List<Ban>> before() {
        return before.map(BanList::bans);
    }

    /**
     * Writes the bans down.
     *
     * @param bans all of them
     */
    public void write(BanList bans) {
        records.put(KEY, bans);
    }
}
