/**
 * RTCP: a flyweight that walks compound packets, and a writer that appends packets to a buffer.
 *
 * <p>RFC 3550 §6 (reports), RFC 4585 (NACK, PLI), RFC 5104 (FIR), RFC 5506 (reduced size), the transport-wide
 * congestion control and REMB drafts as browsers speak them. Nothing here allocates per packet except where a method
 * returns a {@code String}. Reader and writer each belong to one thread at a time.
 */
package org.anychat.webrtc.rtcp;
