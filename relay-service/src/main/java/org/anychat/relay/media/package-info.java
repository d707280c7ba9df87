/**
 * The media threads. A {@link org.anychat.relay.media.MediaLoop} owns one socket and the rooms that were given to it;
 * nothing else touches their sessions. What comes from elsewhere comes through the loop's {@link
 * org.anychat.relay.media.MediaLoopProxy}. The path of a packet is {@link org.anychat.relay.media.IngressPipeline} and
 * then, once per viewer, {@link org.anychat.relay.media.EgressPipeline}: no event bus, no lock, no log, and nothing
 * allocated by this code per packet.
 */
package org.anychat.relay.media;
