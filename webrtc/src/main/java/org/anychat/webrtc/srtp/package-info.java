/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) for one peer: {@link org.anychat.webrtc.srtp.SrtpSender} protects what goes out,
 * {@link org.anychat.webrtc.srtp.SrtpReceiver} checks and opens what comes in. Both work in place on {@code byte[]} and
 * are owned by one thread. The ciphers are the JDK's; this package adds the packet formats, the index estimation, the
 * replay protection and the bounds.
 */
package org.anychat.webrtc.srtp;
