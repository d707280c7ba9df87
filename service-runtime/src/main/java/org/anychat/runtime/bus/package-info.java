/**
 * The one binding between contract interfaces and the Vert.x event bus. {@link org.anychat.runtime.bus.Bus} makes a
 * caller's proxy of an API and serves an implementation of it; deadlines come from
 * {@link org.anychat.contracts.BusCall}, and every failure reaches the caller as a
 * {@link org.anychat.contracts.ServiceException}.
 */
package org.anychat.runtime.bus;
