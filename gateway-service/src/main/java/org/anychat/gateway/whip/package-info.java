/**
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): publishing to and watching a room by HTTP alone. Each session is a
 * client of the gateway like any other, by an {@link org.anychat.gateway.link.HttpLink}.
 */
package org.anychat.gateway.whip;
