package org.anychat.relay.feedback;

/** A peer's way out for RTCP. */
@FunctionalInterface
public interface RtcpSink {
    /**
     * Encrypts a compound in place and queues it.
     *
     * @param data holds the compound and room for SRTCP behind it; changed by the call, the caller's again afterwards
     * @param offset of the compound
     * @param length in bytes
     * @return false where it could not be sent
     */
    boolean sendRtcp(byte[] data, int offset, int length);
}
