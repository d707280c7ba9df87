package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;

/** A gateway without clients that writes down what it is told. */
final class ListeningGateway implements GatewayApi {
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    Object next() throws InterruptedException {
        Object event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    List<Long> versions(int count) throws InterruptedException {
        List<Long> versions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            versions.add(((RoomChanged) next()).version());
        }
        return versions;
    }

    @Override
    public void roomChanged(RoomChanged event) {
        events.add(event);
    }

    @Override
    public void text(TextDelivery event) {
        events.add(event);
    }

    @Override
    public void filterData(FilterDelivery event) {
        events.add(event);
    }

    @Override
    public Future<Done> transBuffer(BufferDelivery request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public void callChanged(CallChanged event) {
        events.add(event);
    }

    @Override
    public void privateChat(PrivateChatEvent event) {
        events.add(event);
    }

    @Override
    public Future<Done> offerTransfer(TransferOffer request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public void transferChunk(TransferChunk event) {
        events.add(event);
    }

    @Override
    public void transferProgress(TransferProgress event) {
        events.add(event);
    }

    @Override
    public void transferEnded(TransferEnded event) {
        events.add(event);
    }

    @Override
    public Future<UserStateValue> userState(ReadUserState request) {
        throw new AssertionError("the room service asks for no states");
    }

    @Override
    public Future<HandedOver> handOver(HandOver request) {
        throw new IllegalStateException("not for this service to ask");
    }

    @Override
    public void closeSession(CloseSession event) {
        events.add(event);
    }

    @Override
    public void mediaOffer(MediaOffer event) {
        events.add(event);
    }

    @Override
    public void videoPaused(VideoPaused event) {
        events.add(event);
    }

    @Override
    public void direct(DirectApi.DirectOrder event) {
        events.add(event);
    }

    @Override
    public void mediaState(MediaState event) {
        events.add(event);
    }
}
