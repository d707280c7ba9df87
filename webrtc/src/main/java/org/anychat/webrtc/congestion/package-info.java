/**
 * How much a path carries, told from transport-wide feedback (draft-ietf-rmcat-gcc-02, and what its users have learned
 * since). Pure: time is an argument, packets leave and feedback comes through the caller. One instance per receiver, for
 * one thread; nothing here allocates per packet or per feedback, but for the send history, which grows with the packets
 * under way up to a bound.
 */
package org.anychat.webrtc.congestion;
