package org.anychat.runtime.bus;

import io.vertx.core.Future;

/** An implementation that is being served on a bus address. */
@FunctionalInterface
public interface Registration {
    /**
     * Takes the implementation off the bus. Calls that are under way still get their replies; later ones fail with
     * {@code SERVICE_CLOSED} unless somebody else serves the address. Closing twice is fine. Any thread.
     *
     * @return done when no more calls come in
     */
    Future<Void> close();
}
