/**
 * The relay's side of the bus: who is in which room, what they publish, what each viewer is offered. Everything runs on
 * the service's context; media loops are told through {@link org.anychat.relay.media.MediaLoopProxy}, and what they tell
 * comes back to the context.
 */
package org.anychat.relay.control;
