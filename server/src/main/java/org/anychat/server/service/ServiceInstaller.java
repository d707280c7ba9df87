package org.anychat.server.service;

/** Makes the server a service of the operating system, and undoes exactly that. Both may be called again. */
public interface ServiceInstaller {
    /**
     * Installs the service; it starts with the system, not at once.
     *
     * @return what was done and what comes next, for the administrator
     * @throws ServiceException where it cannot be installed
     */
    String install() throws ServiceException;

    /**
     * Stops the service and removes what {@link #install} made.
     *
     * @return what was done, for the administrator
     * @throws ServiceException where it cannot be removed
     */
    String uninstall() throws ServiceException;
}
