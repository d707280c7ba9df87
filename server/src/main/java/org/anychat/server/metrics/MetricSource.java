package org.anychat.server.metrics;

import io.vertx.core.Future;

/** Who has numbers to show. */
interface MetricSource {
    /** Shows them, from now on until the meters are removed. */
    void register(Meters meters);

    /** Asks anew for what is not there to be read at any time; called before each reading. */
    Future<?> refresh();
}
