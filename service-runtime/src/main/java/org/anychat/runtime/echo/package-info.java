/**
 * Media that comes back to whoever sent it: two connections to a relay in a room that nobody else knows. No user, no
 * seat, no room of the room service; for whoever wants to know whether media gets through.
 */
package org.anychat.runtime.echo;
