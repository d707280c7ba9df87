package org.anychat.webrtc.tcp;

/**
 * What bounds a {@link TcpStream}.
 *
 * @param acceptMs how long a connection from outside may go without being accepted
 * @param firstFrameBytes the longest frame until then
 * @param crowdedBytes what waits at most for a peer beyond the kernel's buffer before the connection counts as crowded
 * @param maxQueuedBytes what may wait at most; more closes the connection
 * @param connectMs how long a connection to outside may take to come about
 */
public record TcpSettings(long acceptMs, int firstFrameBytes, int crowdedBytes, int maxQueuedBytes, int connectMs) {
    /**
     * Half a second of HD video until it is crowded, and then twenty seconds of audio alone.
     */
    public static final TcpSettings STANDARD = new TcpSettings(5_000, 1_023, 131_072, 262_144, 5_000);
}
