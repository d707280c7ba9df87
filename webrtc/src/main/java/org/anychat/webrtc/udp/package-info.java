/**
 * Datagrams on real sockets, by Netty: one channel per event loop, reads and writes in batches, and several packets of
 * one size to one destination in a single system call where the kernel can split them (UDP GSO).
 */
package org.anychat.webrtc.udp;
