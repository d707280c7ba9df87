package org.anychat.runtime.echo;

import io.vertx.core.Future;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** A gateway without users: relays tell it of media connections, and nobody else has anything to tell it. */
abstract class MediaOnlyGateway implements GatewayApi {
    @Override
    public void roomChanged(RoomChanged event) {
        // Its rooms are no rooms of the room service.
    }

    @Override
    public void text(TextDelivery event) {
        // Nobody is here.
    }

    @Override
    public Future<Done> transBuffer(BufferDelivery request) {
        return nobody();
    }

    @Override
    public void callChanged(CallChanged event) {
        // Nobody is here.
    }

    @Override
    public void direct(DirectApi.DirectOrder event) {
        // Nobody is here.
    }

    @Override
    public void privateChat(PrivateChatEvent event) {
        // Nobody is here.
    }

    @Override
    public Future<UserStateValue> userState(ReadUserState request) {
        return nobody();
    }

    @Override
    public void filterData(FilterDelivery event) {
        // Nobody is here.
    }

    @Override
    public Future<HandedOver> handOver(HandOver request) {
        return nobody();
    }

    @Override
    public void closeSession(CloseSession event) {
        // Nobody is here.
    }

    @Override
    public Future<Done> offerTransfer(TransferOffer request) {
        return nobody();
    }

    @Override
    public void transferChunk(TransferChunk event) {
        // Nobody is here.
    }

    @Override
    public void transferProgress(TransferProgress event) {
        // Nobody is here.
    }

    @Override
    public void transferEnded(TransferEnded event) {
        // Nobody is here.
    }

    private static <T> Future<T> nobody() {
        return Future.failedFuture(new ServiceException(ServiceError.INVALID_USER_ID, "no user is at this address"));
    }
}
