package org.anychat.auth.store;

import java.io.IOException;
import java.util.List;
import org.anychat.contracts.BanExchangeApi.BanDecision;

/** Where bans outlive a restart. Blocks; calls come one after another. */
public interface BanStore {
    /**
     * Reads what was decided on bans.
     *
     * @return what was written last; nothing where nothing was
     * @throws IOException where they cannot be read
     */
    List<BanDecision> read() throws IOException;

    /**
     * Writes what was decided in place of what was before, all or nothing.
     *
     * @param decisions one for each pattern
     * @throws IOException where they cannot be written; what was before is then as it was
     */
    void write(List<BanDecision> decisions) throws IOException;

    /**
     * A store that forgets, for tests.
     *
     * @return the store
     */
    static BanStore forgetful() {
        return new BanStore() {
            @Override
            public List<BanDecision> read() {
                return List.of();
            }

            @Override
            public void write(List<BanDecision> decisions) {
                // Forgotten.
            }
        };
    }
}
