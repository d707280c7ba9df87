package org.anychat.client;

/** One transfer to this client. For the client's loop. */
interface Receiving {
    /** Bytes came. */
    void onChunk(long offset, byte[] data);

    /** It is over before its time. */
    void end(int code);
}
