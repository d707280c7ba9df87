package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.TransferApi;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.transfer.Transfer;
import org.anychat.gateway.transfer.Transfer.Verdict;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ServerEvent;

/** The ends of transfers that this gateway's clients hold, and what gateways tell each other about them. */
final class Transfers implements TransferApi {
    private final NodeId node;
    private final Services services;
    private final SessionRegistry registry;
    private final Uploads uploads;
    private final LongSupplier nowNs;
    private final GatewayCounters counters;

    Transfers(
            NodeId node,
            Services services,
            SessionRegistry registry,
            Uploads uploads,
            LongSupplier nowNs,
            GatewayCounters counters) {
        this.node = node;
        this.services = services;
        this.registry = registry;
        this.uploads = uploads;
        this.nowNs = nowNs;
        this.counters = counters;
    }

    /** The transfers of a gateway; this one's own without the way over the bus. */
    TransferApi at(NodeId gateway) {
        return gateway.equals(node) ? this : services.transfers(gateway);
    }

    long nowNs() {
        return nowNs.getAsLong();
    }

    @Override
    public Future<Done> offerTransfer(TransferOffer request) {
        Optional<ClientSession> receiver =
                registry.find(request.to()).filter(client -> client.link().isOpen());
        if (receiver.isEmpty()) {
            return refuse(ServiceError.INVALID_USER_ID, "the user has just logged out");
        }
        Transfer.Peer sender = new Transfer.Peer(request.from(), request.sender(), request.gateway());
        Transfer transfer = new Transfer(request.task(), false, sender, request.content(), nowNs());
        if (!receiver.get().transfers().add(transfer)) {
            return refuse(ServiceError.TRANSFER_REFUSED, "the receiver has too many transfers; try again later");
        }
        receiver.get().send(TransferTranslation.offer(request));
        return Future.succeededFuture(Done.DONE);
    }

    @Override
    public void transferChunk(TransferChunk event) {
        find(event.to(), event.task(), false).ifPresent(end -> {
            if (end.transfer().take(event.offset(), event.data().length()) == Verdict.TAKEN) {
                end.session()
                        .link()
                        .sendPaced(new ServerEvent.TransChunk(
                                event.task(), event.offset(), event.data().getBytes()));
            } else {
                fail(end.session(), end.transfer());
            }
        });
    }

    @Override
    public void transferProgress(TransferProgress event) {
        find(event.to(), event.task(), true).ifPresent(end -> {
            if (!acknowledge(end.session(), end.transfer(), event.offset())) {
                fail(end.session(), end.transfer());
            }
        });
    }

    @Override
    public void transferEnded(TransferEnded event) {
        registry.find(event.to())
                .ifPresent(session -> session.transfers()
                        .find(event.task())
                        .filter(session.transfers()::remove)
                        .ifPresent(transfer -> session.send(new ServerEvent.TransEnd(event.task(), event.code()))));
    }

    /** Tells a sender how far its receiver is; false where the receiver cannot be that far. */
    boolean acknowledge(ClientSession sender, Transfer transfer, long offset) {
        int chunks = transfer.acknowledge(offset, nowNs());
        if (chunks < 0) {
            return false;
        }
        sender.link().giveBack(chunks);
        sender.send(new ServerEvent.TransProgress(transfer.task(), offset, transfer.limit()));
        if (transfer.isComplete()) {
            sender.transfers().remove(transfer);
            sender.send(new ServerEvent.TransEnd(transfer.task(), ErrorCode.SUCCESS.number()));
        }
        return true;
    }

    /** Ends a transfer for its client and for the other side, because one of them broke its rules or stands still. */
    void fail(ClientSession session, Transfer transfer) {
        counters.count(GatewayCounter.TRANSFER_FAILED);
        int code = TransferTranslation.failure(transfer.content().kind()).number();
        if (end(session, transfer, code)) {
            session.send(new ServerEvent.TransEnd(transfer.task(), code));
        }
    }

    /** Ends a transfer for the other side only; false where it was over. */
    boolean end(ClientSession session, Transfer transfer, int code) {
        if (!session.transfers().remove(transfer)) {
            return false;
        }
        if (transfer.peer().isServer()) {
            boolean resumable = code != ErrorCode.CANCEL.number() && code != ErrorCode.DISKSPACELIMITED.number();
            uploads.end(transfer, resumable);
        } else {
            at(transfer.peer().gateway())
                    .transferEnded(new TransferEnded(transfer.peer().session(), transfer.task(), code));
        }
        return true;
    }

    /** The client's login is over. */
    void endAll(ClientSession session) {
        session.transfers()
                .all()
                .forEach(transfer -> end(
                        session,
                        transfer,
                        (transfer.isOutgoing() ? ErrorCode.CONNECT_ABORT : ErrorCode.INVALID_USERID).number()));
    }

    /** Ends what stands still; to be called about once a second. */
    void endStalled() {
        long now = nowNs();
        failWhere(transfer -> transfer.idleMs(now) > Limits.TRANSFER_STALL_MS);
    }

    /** Another gateway has started anew, and knows none of its transfers. */
    void forgetGateway(NodeId gateway) {
        failWhere(transfer -> gateway.equals(transfer.peer().gateway()));
    }

    private void failWhere(Predicate<Transfer> which) {
        for (ClientSession session : List.copyOf(registry.loggedIn())) {
            session.transfers().all().stream().filter(which).forEach(transfer -> fail(session, transfer));
        }
    }

    private Optional<TransferEnd> find(SessionId id, int task, boolean outgoing) {
        Optional<TransferEnd> end = registry.find(id)
                .flatMap(session -> session.transfers()
                        .find(task)
                        .filter(transfer -> transfer.isOutgoing() == outgoing)
                        .map(transfer -> new TransferEnd(session, transfer)));
        if (end.isEmpty()) {
            counters.count(GatewayCounter.UNKNOWN_TRANSFER);
        }
        return end;
    }

    private static Future<Done> refuse(ServiceError error, String message) {
        return Future.failedFuture(new ServiceException(error, message));
    }

    private record TransferEnd(ClientSession session, Transfer transfer) {}
}
