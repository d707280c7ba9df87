/**
 * What the relay counts. Each media loop writes its own {@link org.anychat.relay.stats.RelayCounters}; anybody reads
 * them at any time.
 */
package org.anychat.relay.stats;
