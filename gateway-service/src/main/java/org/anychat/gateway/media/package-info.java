/**
 * A gateway's part in media, which is small: it adds its own TCP ports to what relays tell clients, and passes on to the
 * right relay what comes there.
 */
package org.anychat.gateway.media;
