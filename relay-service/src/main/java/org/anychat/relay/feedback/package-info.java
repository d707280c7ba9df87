/**
 * RTCP both ways: losses asked for and answered, key frames asked for with a throttle, reports. Pure like {@link
 * org.anychat.relay.forward}: time is an argument, packets leave through the caller.
 */
package org.anychat.relay.feedback;
