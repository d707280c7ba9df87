package org.anychat.gateway;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.MediaOffer;
import org.anychat.contracts.GatewayApi.MediaState;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.bus.Bus;

/** A relay that answers and offers, and keeps what it is told. */
final class FakeRelay implements RelayApi {
    final BlockingQueue<Record> calls = new LinkedBlockingQueue<>();
    volatile boolean deaf;
    /** Whether the connection on which a client received ends just before it is offered another. */
    volatile boolean endsTheOneBefore;
    /** What answers to offers and choices wait for, or why there are none. */
    volatile Future<Void> ready = Future.succeededFuture();

    volatile StreamWay streamWay;
    volatile List<Direction> held = List.of();
    private int answers;
    private final Bus bus;
    private final NodeId node;

    FakeRelay(Bus bus, NodeId node) {
        this.bus = bus;
        this.node = node;
    }

    private GatewayApi gateway(Peer peer) {
        return bus.proxy(GatewayApi.class, Addresses.gateway(peer.gateway()));
    }

    @Override
    public Future<Answer> publish(Publish request) {
        calls.add(request);
        gateway(request.peer())
                .mediaState(new MediaState(
                        node, request.peer().session(), Direction.PUBLISH, GatewayApi.State.CONNECTED, 0, "fake"));
        return ready.compose(now -> request.sdp().startsWith("v=0")
                ? FakeAnswer.to(request.sdp(), ++answers)
                : Future.succeededFuture(new Answer("answer to " + request.sdp())));
    }

    @Override
    public Future<Done> subscribe(Subscribe request) {
        calls.add(request);
        if (endsTheOneBefore) {
            gateway(request.peer())
                    .mediaState(new MediaState(
                            node, request.peer().session(), Direction.SUBSCRIBE, GatewayApi.State.CLOSED, 0, "fake"));
        }
        gateway(request.peer()).mediaOffer(new MediaOffer(node, request.peer().session(), 1, "offer"));
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Answer> watch(Watch request) {
        calls.add(request);
        return ready.compose(now -> FakeAnswer.toViewer(request.sdp(), ++answers));
    }

    @Override
    public Future<Done> answer(SubscriberAnswer request) {
        calls.add(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> select(SelectMedia request) {
        calls.add(request);
        return ready.map(Done.DONE);
    }

    @Override
    public Future<Done> limitVideos(LimitVideos request) {
        calls.add(request);
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> setAudience(SetAudience request) {
        calls.add(request);
        return deaf
                ? Future.failedFuture(new ServiceException(ServiceError.REQUEST_FAILED, "refused by the fake"))
                : Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<MediaStatistics> statistics(ReadStatistics request) {
        return Future.succeededFuture(new MediaStatistics(List.of(
                new TrackStatistics(true, "H264", 60_000, 100, 4, 1, -1, (240 << 16) | 320),
                new TrackStatistics(false, "opus", 15_850, 100, 0, 0, 42, 0))));
    }

    @Override
    public Future<StreamWay> admitStream(AdmitStream request) {
        calls.add(request);
        return streamWay == null
                ? Future.failedFuture(new ServiceException(ServiceError.BAD_PARAMETER, "refused by the fake"))
                : Future.succeededFuture(streamWay);
    }

    @Override
    public Future<HeldMedia> reattach(Reattach request) {
        calls.add(request);
        return Future.succeededFuture(new HeldMedia(held));
    }

    @Override
    public Future<Done> openLink(OpenLink request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> linkOffer(LinkOffer request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> linkAnswer(LinkAnswer request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> linkWanted(LinkWanted request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> linkAudience(LinkAudience request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> closeLink(CloseLink request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<SpanEpoch> span(RoomSpan request) {
        return Future.succeededFuture(new SpanEpoch(request.epoch()));
    }

    @Override
    public Future<Done> startDrain(StartDrain request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> stopDrain(StopDrain request) {
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public Future<Done> close(CloseMedia request) {
        calls.add(request);
        return Future.succeededFuture(Done.DONE);
    }
}
