package org.anychat.auth.store;

import java.io.IOException;
import java.util.List;
import org.anychat.contracts.AuthApi.Ban;

/** Where bans outlive a restart. Blocks; calls come one after another. */
public interface BanStore {
    /**
     * Reads the bans.
     *
     * @return those that were written last; none where nothing was
     * @throws IOException where they cannot be read
     */
    List<Ban> read() throws IOException;

    /**
     * Writes the bans in place of those before, all or none.
     *
     * @param bans all of them
     * @throws IOException where they cannot be written; those before are then as they were
     */
    void write(List<Ban> bans) throws IOException;

    /**
     * A store that forgets, for tests.
     *
     * @return the store
     */
    static BanStore forgetful() {
        return new BanStore() {
            @Override
            public List<Ban> read() {
                return List.of();
            }

            @Override
            public void write(List<Ban> bans) {
                // Forgotten.
            }
        };
    }
}
