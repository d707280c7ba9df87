package org.anychat.auth.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/** The bans for the service's next active instance, which may have another file. One instance uses them at a time, from one context. */
public final class SharedBans {
    /** The record's key, which is not the id of a session. */
    public static final String KEY = "bans";

    private final Optional<List<BanDecision>> before;
    private final SharedRecords records;

    /**
     * Takes over from the instance before.
     *
     * @param texts what it has written down
     * @param records where the bans are written down
     */
    public SharedBans(Map<String, String> texts, SharedRecords records) {
        this.before = Optional.ofNullable(texts.get(KEY)).map(SharedBans::read);
        this.records = records;
    }

    /**
     * All decisions as they are written down.
     *
     * @param bans one for each pattern
     */
    record KeptBans(List<BanDecision> bans) {}

    /**
     * Reads the record.
     *
     * @param text its text
     * @return what was decided
     * @throws IllegalArgumentException where it is no such record
     */
    public static List<BanDecision> read(String text) {
        List<BanDecision> bans = RecordJson.read(text, KeptBans.class).bans();
        return bans == null ? List.of() : bans;
    }

    /**
     * What the instance before has written.
     *
     * @return empty where there was none
     */
    public Optional<List<BanDecision>> before() {
        return before;
    }

    /**
     * Writes the bans down.
     *
     * @param decisions all that was decided
     */
    public void write(List<BanDecision> decisions) {
        records.put(KEY, new KeptBans(decisions));
    }
}
