/**
 * RTP payload formats, both ways: H.264 (RFC 6184, packetization-mode 1), VP8 (RFC 7741) and Opus (RFC 7587).
 *
 * <p>Nothing here knows sockets, sequence numbers or time: a {@link org.anychat.client.rtp.Packetizer} turns one frame into payloads, a {@link
 * org.anychat.client.rtp.Depacketizer} turns payloads in order back into one frame. Objects are for one track and one thread.
 */
package org.anychat.client.rtp;
