package org.anychat.webrtc.srtp;

/**
 * What sealing or opening a packet needs for that moment alone. Senders and receivers of one thread share it, so that what
 * is touched for each of a thousand peers is what differs between them. For one thread; holds nothing between two packets.
 */
public final class SrtpScratch {
    private static final int BLOCK_LENGTH = 16;

    final byte[] nonce = new byte[AesGcm.NONCE_LENGTH];
    final AssociatedData associated = new AssociatedData();
    final byte[] tagMask = new byte[BLOCK_LENGTH];

    /** The last, incomplete block of a ciphertext, and the two lengths behind it. */
    final byte[] tail = new byte[2 * BLOCK_LENGTH];

    /** Makes one for a thread. */
    public SrtpScratch() {}
}
