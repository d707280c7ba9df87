/**
 * Which of a viewer's streams get how much of what its path carries. Pure: no sockets, no clock, no threads; every object
 * belongs to the media loop of its room. {@code docs/bandwidth-allocation.md} has the rules with examples.
 */
package org.anychat.relay.allocation;
