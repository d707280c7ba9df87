package org.anychat.auth;

import io.vertx.core.Future;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;

/** A gateway as the auth service may speak to it: whatever else it is told is a fault of the auth service. */
abstract class LoginGateway implements GatewayApi {
    private static IllegalStateException notAuthsToSay() {
        return new IllegalStateException("not auth's to say");
    }

    @Override
    public void roomChanged(RoomChanged event) {
        throw notAuthsToSay();
    }

    @Override
    public void text(TextDelivery event) {
        throw notAuthsToSay();
    }

    @Override
    public Future<Done> transBuffer(BufferDelivery request) {
        throw notAuthsToSay();
    }

    @Override
    public void callChanged(CallChanged event) {
        throw notAuthsToSay();
    }

    @Override
    public Future<Done> offerTransfer(TransferOffer request) {
        throw notAuthsToSay();
    }

    @Override
    public void transferChunk(TransferChunk event) {
        throw notAuthsToSay();
    }

    @Override
    public void transferProgress(TransferProgress event) {
        throw notAuthsToSay();
    }

    @Override
    public void transferEnded(TransferEnded event) {
        throw notAuthsToSay();
    }

    @Override
    public void privateChat(PrivateChatEvent event) {
        throw notAuthsToSay();
    }

    @Override
    public Future<UserStateValue> userState(ReadUserState request) {
        throw notAuthsToSay();
    }

    @Override
    public void mediaOffer(MediaOffer event) {
        throw notAuthsToSay();
    }

    @Override
    public void direct(DirectApi.DirectOrder event) {
        throw notAuthsToSay();
    }

    @Override
    public void videoPaused(VideoPaused event) {
        throw notAuthsToSay();
    }

    @Override
    public void mediaState(MediaState event) {
        throw notAuthsToSay();
    }
}
