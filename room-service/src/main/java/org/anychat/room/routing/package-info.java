/**
 * Routing policy 3: through whom a published stream reaches its viewers. Pure, synchronous and deterministic; the time is an
 * argument, and nothing here knows a network. {@code docs/routing.md} says how it is weighed.
 */
package org.anychat.room.routing;
