package org.anychat.room.bus;

import io.vertx.core.Future;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicensedFunction;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RightsApi.AskRights;
import org.anychat.contracts.RightsApi.Rights;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The licence's right to make rooms by entering them. Until the license service has been heard, and while it is away,
 * what was known last counts; at first that is yes, since nobody gets past a login without a licence anyway.
 */
public final class AddRoomRight {
    private static final Logger log = LoggerFactory.getLogger(AddRoomRight.class);

    private final RightsApi license;
    private boolean wanted;
    private boolean warned;
    private volatile boolean allowed = true;

    /**
     * Makes a right that has not been asked for.
     *
     * @param bus where the license service is
     * @param wanted whether the ini asks for it ({@code AutoAddRoom=1}), so that its lack is worth a warning
     */
    public AddRoomRight(Bus bus, boolean wanted) {
        this.license = bus.proxy(RightsApi.class, Addresses.RIGHTS);
        this.wanted = wanted;
    }

    /**
     * Takes note of a change of the ini. The service's context.
     *
     * @param isWanted whether it asks for the right now
     */
    public void wanted(boolean isWanted) {
        wanted = isWanted;
        warn();
    }

    /**
     * Asks the license service.
     *
     * @return done, also where it did not answer
     */
    public Future<Void> refresh() {
        return license.rights(new AskRights())
                .onSuccess(this::take)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /**
     * Tells what is known. Any thread.
     *
     * @return whether rooms may be made by entering them
     */
    public boolean isAllowed() {
        return allowed;
    }

    private void take(Rights rights) {
        allowed = rights.allows(LicensedFunction.AUTO_ADD_ROOM);
        warn();
    }

    /** Once for as long as the right is wanted and not there. */
    private void warn() {
        boolean lacking = wanted && !allowed;
        if (lacking && !warned) {
            log.warn(
                    "AutoAddRoom=1, but the licence does not have the function {}: entering a room that does not exist"
                            + " is answered with 303",
                    LicensedFunction.AUTO_ADD_ROOM.text());
        }
        warned = lacking;
    }
}
