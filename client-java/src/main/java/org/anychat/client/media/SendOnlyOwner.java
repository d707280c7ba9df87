package org.anychat.client.media;

/** What a connection that receives nothing does with what comes by it: reports and wishes are its senders'. */
interface SendOnlyOwner extends PeerConnection.Owner {
    SenderFeedback<?> sending();

    @Override
    default void onRtp(byte[] data, int offset, int length, long nowNs) {
        // Nothing is received on this connection.
    }

    @Override
    default void onRtcp(byte[] data, int offset, int length, long nowNs) {
        sending().onRtcp(data, offset, length, nowNs);
    }

    @Override
    default void onTimer(long nowNs) {
        sending().onTimer(nowNs);
    }
}
