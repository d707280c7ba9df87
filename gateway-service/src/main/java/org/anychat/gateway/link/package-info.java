/**
 * One client's link, whatever carries it: frames in and out, with the limits of {@code docs/protocol.md} section 1.
 * Knows bytes and codes, nothing of logins or rooms.
 */
package org.anychat.gateway.link;
