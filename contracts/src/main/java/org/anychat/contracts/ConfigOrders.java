package org.anychat.contracts;

import java.util.List;
import org.anychat.contracts.ConfigApi.NewValue;

/** What one process asks all others of a cluster to do with their settings. Published at {@link Addresses#CONFIG_ORDERS}. */
public interface ConfigOrders {
    /**
     * Each process changes its settings as by {@link ConfigApi#change}: all of them or none.
     *
     * @param order what is to be changed
     */
    @BusCall
    void change(ChangeEverywhere order);

    /**
     * A change of all processes.
     *
     * @param by who asks, and has changed its own settings already
     * @param values new values
     */
    record ChangeEverywhere(NodeId by, List<NewValue> values) {}
}
