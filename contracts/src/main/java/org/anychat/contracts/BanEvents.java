package org.anychat.contracts;

/** What every gateway hears of bans. Published at {@link Addresses#BANS}. */
public interface BanEvents {
    /**
     * The bans have changed: links from banned addresses are to be closed.
     *
     * @param event the bans that hold now
     */
    @BusCall
    void changed(AuthApi.BanList event);
}
