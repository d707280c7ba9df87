/**
 * The gateway: ends clients' TCP and translates between {@code protocol} and {@code contracts}, which no other module
 * does. {@link org.anychat.gateway.GatewayServiceVerticle} puts it together.
 *
 * <p>One node's gateway runs on one event loop, the context of its verticle, and all of its state belongs to that; so
 * nothing here locks, and nothing here may be called from another thread unless it says so.
 */
package org.anychat.gateway;
