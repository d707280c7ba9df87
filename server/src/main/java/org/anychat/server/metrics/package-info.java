/**
 * The numbers that monitoring systems read: a catalogue, and for each service what it shows of it. The only place that
 * knows Micrometer; services have plain counters and figures.
 */
package org.anychat.server.metrics;
