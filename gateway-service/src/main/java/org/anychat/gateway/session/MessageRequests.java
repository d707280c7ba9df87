package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.AuthApi.Located;
import org.anychat.contracts.Done;
import org.anychat.contracts.FilterApi.FilterData;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.BufferDelivery;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.TransferRequest;

/** Text and bytes from one client to others, and to the server plug-in. */
final class MessageRequests {
    private final NodeId node;
    private final Services services;
    private final GatewayApi here;

    /** {@code here} delivers to this gateway's own clients, without the way over the bus. */
    MessageRequests(NodeId node, Services services, GatewayApi here) {
        this.node = node;
        this.services = services;
        this.here = here;
    }

    Future<Outcome> text(ClientSession session, ClientRequest.SendText request) {
        return services.rooms()
                .text(RoomTranslation.text(request, session.login().session(), session.nextNumber()))
                .map(done -> Outcome.DONE);
    }

    Future<Outcome> transBuffer(ClientSession session, TransferRequest.TransBuffer request) {
        UserId from = session.login().user();
        return services.auth()
                .locate(new Locate(new UserId(request.userId())))
                .compose(located -> deliver(located, from, Buffer.buffer(request.data())))
                .map(done -> Outcome.DONE);
    }

    Future<Outcome> filterData(ClientSession session, ClientRequest.SdkFilterData request) {
        return services.filter()
                .filterData(new FilterData(session.login().session(), Buffer.buffer(request.data())))
                .map(done -> Outcome.DONE);
    }

    private Future<Done> deliver(Located located, UserId from, Buffer data) {
        GatewayApi owner = located.gateway().equals(node) ? here : services.gateway(located.gateway());
        return owner.transBuffer(new BufferDelivery(located.session(), from, data));
    }
}
