/** {@code /health/deep}: whether media really comes back from the relays. */
package org.anychat.server.health;
