package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;

/** A viewer's way out. */
public interface RtpSink {
    /**
     * Whether packets can be sent. Nothing may begin before: a key frame that is lost has to be asked for again.
     *
     * @return true while the viewer's connection is up
     */
    boolean isOpen();

    /**
     * Whether what waits for the viewer is more than a live picture may be late by. Video should not be added to it.
     *
     * @return true while it is
     */
    default boolean isCrowded() {
        return false;
    }

    /**
     * Whether the rest of a frame may be added all the same, being crowded.
     *
     * @return false where that would only be lost
     */
    default boolean hasRoom() {
        return false;
    }

    /**
     * Whether video waits in this process for its turn. Padding should not be added to it.
     *
     * @return true while something does
     */
    default boolean isWaiting() {
        return false;
    }

    /**
     * Notes a packet of video that is sent later, at the end of the loop's turn or when it may go, out of its
     * publication's buffer.
     *
     * @param video whose packet it is
     * @param sequenceNumber the viewer's, that {@link Subscription#number} found
     * @param length of the packet in bytes
     * @param nowNs the time
     * @return false where it is to be sent now
     */
    default boolean defer(Subscription video, int sequenceNumber, int length, long nowNs) {
        return false;
    }

    /**
     * Notes a packet that is to be sent again where it has to wait. It comes before new ones.
     *
     * @param track whose packet it is
     * @param sequenceNumber as it was sent first
     * @param length of the packet in bytes
     * @param nowNs the time
     * @return false where it is to be sent now
     */
    default boolean deferAgain(Subscription track, int sequenceNumber, int length, long nowNs) {
        return false;
    }

    /**
     * Somebody whose sound is held back begins to speak, with a packet that is about to be sent or not.
     *
     * @param sound what is held back
     * @param nowNs the time
     * @return whether it is to be sent from this packet on
     */
    default boolean admit(Subscription sound, long nowNs) {
        return false;
    }

    /**
     * A publication that this sink had a subscription to is gone. May be called once for each of several subscriptions.
     *
     * @param publicationId whose packets end
     */
    default void onPublicationRemoved(long publicationId) {}

    /**
     * Numbers a packet where the viewer tells how its packets arrive, encrypts it in place and queues it.
     *
     * @param data holds the packet and room behind it, for {@link RtpPacket#EXTENSION_16_ROOM} and SRTP; changed by the
     *     call, the caller's again afterwards
     * @param offset of the packet
     * @param length in bytes
     * @param transportSequenceId the id under which the packet is to carry its transport-wide number, 0 for none
     * @param nowNs the time
     * @return false where it could not be sent
     */
    boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs);
}
