package org.anychat.contracts;

/** What every process hears. Published at {@link Addresses#SERVICE_EVENTS}. */
public interface ServiceEvents {
    /**
     * A service has started and knows nothing yet: gateways announce their logins and memberships to it, auth its
     * seats.
     *
     * @param event which service
     */
    @BusCall
    void started(ServiceStarted event);

    /**
     * A start.
     *
     * @param address the service's bus address
     */
    record ServiceStarted(String address) {}
}
