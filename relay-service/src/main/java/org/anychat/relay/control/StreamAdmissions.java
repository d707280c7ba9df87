package org.anychat.relay.control;

import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.anychat.contracts.RelayApi.AdmitStream;
import org.anychat.contracts.RelayApi.StreamWay;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.media.MediaLoops;

/** Lets gateways bring clients' TCP connections: those for a session that there is, and with the client's own address. */
final class StreamAdmissions {
    private final Context context;
    private final MediaLoops loops;
    private final List<String> addresses;
    private final int port;

    /** {@code ways} lead gateways to the relay's TCP port, all to the same one. */
    StreamAdmissions(Context context, MediaLoops loops, List<InetSocketAddress> ways) {
        this.context = context;
        this.loops = loops;
        this.addresses =
                ways.stream().map(way -> way.getAddress().getHostAddress()).toList();
        this.port = ways.isEmpty() ? 0 : ways.get(0).getPort();
    }

    Future<StreamWay> admit(AdmitStream request) {
        InetSocketAddress client = clientOf(request);
        if (client == null) {
            return Future.failedFuture(Negotiator.bad("a client's address is an IP address and a port"));
        }
        Promise<Boolean> known = Promise.promise();
        loops.findSession(request.ufrag(), found -> context.runOnContext(back -> known.complete(found)));
        return known.future()
                .compose(found -> found
                        ? ticket(client)
                        : Future.failedFuture(Negotiator.bad("no session here has this user name")));
    }

    private Future<StreamWay> ticket(InetSocketAddress client) {
        return loops.tickets()
                .issue(client, System.nanoTime())
                .map(ticket -> Future.succeededFuture(new StreamWay(addresses, port, Buffer.buffer(ticket))))
                .orElseGet(() -> Future.failedFuture(
                        new ServiceException(ServiceError.NO_RELAY, "too many connections are on their way here")));
    }

    private static InetSocketAddress clientOf(AdmitStream request) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(request.address());
        if (address == null || request.port() < 0 || request.port() > 0xFFFF) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), request.port());
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
