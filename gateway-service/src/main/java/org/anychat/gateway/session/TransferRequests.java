package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Random;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.contracts.TransferApi.Kind;
import org.anychat.contracts.TransferApi.TransferChunk;
import org.anychat.contracts.TransferApi.TransferOffer;
import org.anychat.contracts.TransferApi.TransferProgress;
import org.anychat.contracts.UserId;
import org.anychat.gateway.transfer.Transfer;
import org.anychat.gateway.transfer.Transfer.Verdict;
import org.anychat.gateway.transfer.TransferException;
import org.anychat.gateway.transfer.Upload;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;
import org.anychat.protocol.TransferRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients ask about buffers and files. */
final class TransferRequests {
    private static final Logger log = LoggerFactory.getLogger(TransferRequests.class);

    private final Services services;
    private final Transfers transfers;
    private final Uploads uploads;
    private final TransferOrigin origin;

    /**
     * What offers of this gateway have in common.
     *
     * @param node this gateway
     * @param maxFileBytes how large a file may be
     * @param random for numbers that no other gateway gives at the same time
     */
    record TransferOrigin(NodeId node, long maxFileBytes, Random random) {
        /** A number of the right parity. */
        int newTask(Kind kind) {
            int even = random.nextInt(1, Integer.MAX_VALUE / 2) * 2;
            return kind == Kind.FILE ? even : even + 1;
        }
    }

    TransferRequests(Services services, Transfers transfers, Uploads uploads, TransferOrigin origin) {
        this.services = services;
        this.transfers = transfers;
        this.uploads = uploads;
        this.origin = origin;
    }

    Future<Outcome> offer(ClientSession session, TransferRequest.TransOffer request) {
        ErrorCode refusal = refusalOf(session, request);
        if (refusal != ErrorCode.SUCCESS) {
            return Refusal.refuse(refusal);
        }
        Content content = TransferTranslation.content(request.content());
        return request.userId() == Limits.SERVER
                ? toServer(session, content)
                : toUser(session, new UserId(request.userId()), content);
    }

    private ErrorCode refusalOf(ClientSession session, TransferRequest.TransOffer request) {
        TransferContent content = request.content();
        boolean file = content.kind() == TransferContent.Kind.FILE;
        boolean badBuffer = !file
                && (content.size() < 1 || content.size() > Limits.BUFFER_EX_BYTES || request.userId() == Limits.SERVER);
        if (badBuffer || request.userId() == session.login().user().value()) {
            return ErrorCode.FUNCOPTERROR;
        }
        if (file && content.size() < 1) {
            return ErrorCode.TRANSFILE_ZEROLEN;
        }
        if (file && content.size() > origin.maxFileBytes()) {
            return ErrorCode.TRANSFILE_TOOLARGE;
        }
        if (session.transfers().isFull(true)) {
            return ErrorCode.TRANSBUF_CREATEFAIL;
        }
        boolean twice = file && session.transfers().isSending(request.userId(), TransferTranslation.content(content));
        return twice ? ErrorCode.TRANSFILE_DOWNLOADING : ErrorCode.SUCCESS;
    }

    private Future<Outcome> toUser(ClientSession session, UserId to, Content content) {
        ClientLogin login = session.login();
        return services.auth().locate(new Locate(to)).compose(located -> {
            Transfer.Peer receiver = new Transfer.Peer(to, located.session(), located.gateway());
            Transfer transfer =
                    new Transfer(origin.newTask(content.kind()), true, receiver, content, transfers.nowNs());
            // Before the offer goes out: its answer may be there before the reply to it.
            if (!session.transfers().add(transfer)) {
                return Refusal.refuse(ErrorCode.TRANSBUF_CREATEFAIL);
            }
            TransferOffer offer = new TransferOffer(
                    located.session(), transfer.task(), login.session(), origin.node(), login.user(), content);
            return transfers
                    .at(located.gateway())
                    .offerTransfer(offer)
                    .onFailure(refused -> session.transfers().remove(transfer))
                    .map(offered -> Outcome.of(new ReplyBody.TransOffered(transfer.task())));
        });
    }

    private Future<Outcome> toServer(ClientSession session, Content content) {
        return uploads.open(session.login(), content)
                .recover(TransferRequests::refuse)
                .compose(upload -> {
                    Transfer transfer = new Transfer(
                            origin.newTask(Kind.FILE), true, Transfer.Peer.SERVER, content, transfers.nowNs());
                    uploads.begin(transfer, upload);
                    if (!session.transfers().add(transfer)) {
                        uploads.end(transfer, true);
                        return Refusal.refuse(ErrorCode.TRANSBUF_CREATEFAIL);
                    }
                    return Future.succeededFuture(new Outcome(
                            new ReplyBody.TransOffered(transfer.task()),
                            () -> onWritten(session, transfer, upload.written())));
                });
    }

    private static Future<Upload> refuse(Throwable failure) {
        if (failure instanceof TransferException refusal) {
            log.warn("A file for the server was refused with {}: {}", refusal.code(), refusal.getMessage());
            return Refusal.refuse(refusal.code());
        }
        return Future.failedFuture(failure);
    }

    Future<Outcome> chunk(ClientSession session, TransferRequest.TransChunk request) {
        Transfer transfer = session.transfers().find(request.taskId()).orElse(null);
        if (transfer == null || !transfer.isOutgoing()) {
            return Refusal.refuse(TransferContent.noTask(request.taskId()));
        }
        Verdict verdict = transfer.take(request.offset(), request.data().length);
        if (verdict != Verdict.TAKEN) {
            transfers.fail(session, transfer);
            return Refusal.refuse(verdict == Verdict.BEYOND_LIMIT ? ErrorCode.OVERFLOW : ErrorCode.FUNCOPTERROR);
        }
        if (transfer.peer().isServer()) {
            store(session, transfer, request.data());
        } else {
            transfers
                    .at(transfer.peer().gateway())
                    .transferChunk(new TransferChunk(
                            transfer.peer().session(),
                            transfer.task(),
                            request.offset(),
                            Buffer.buffer(request.data())));
        }
        return Future.succeededFuture(Outcome.DONE);
    }

    private void store(ClientSession session, Transfer transfer, byte[] data) {
        uploads.write(transfer, data)
                .onSuccess(written -> onWritten(session, transfer, written))
                .onFailure(failure -> onStoreFailed(session, transfer, failure));
    }

    private void onWritten(ClientSession session, Transfer transfer, long written) {
        if (session.transfers().find(transfer.task()).isEmpty()) {
            return;
        }
        if (written < transfer.content().size()) {
            transfers.acknowledge(session, transfer, written);
            return;
        }
        uploads.finish(transfer)
                .onSuccess(path -> {
                    transfers.acknowledge(session, transfer, written);
                    logStored(session, transfer, path);
                })
                .onFailure(failure -> onStoreFailed(session, transfer, failure));
    }

    private static void logStored(ClientSession session, Transfer transfer, Path path) {
        Content content = transfer.content();
        log.info(
                "A file of session {} is stored: {} bytes at {}, wParam {}, lParam {}, task {}",
                session.login() == null ? "that has ended" : session.login().user(),
                content.size(),
                path,
                content.wParam(),
                content.lParam(),
                transfer.task());
    }

    private void onStoreFailed(ClientSession session, Transfer transfer, Throwable failure) {
        int code = failure instanceof TransferException known
                ? known.code().number()
                : ErrorCode.TRANSFILE_FAILED.number();
        if (transfers.end(session, transfer, code)) {
            log.warn("A file for the server failed with {}: {}", code, failure.getMessage());
            session.send(new ServerEvent.TransEnd(transfer.task(), code));
        }
    }

    Future<Outcome> acknowledge(ClientSession session, TransferRequest.TransAck request) {
        Transfer transfer = session.transfers().find(request.taskId()).orElse(null);
        if (transfer == null || transfer.isOutgoing()) {
            return Refusal.refuse(TransferContent.noTask(request.taskId()));
        }
        int chunks = transfer.acknowledge(request.offset(), transfers.nowNs());
        if (chunks < 0) {
            return Refusal.refuse(ErrorCode.FUNCOPTERROR);
        }
        // The acknowledgement's own, so that a fast transfer is no flood.
        session.link().giveBack(Math.min(1, chunks));
        Transfer.Peer sender = transfer.peer();
        if (transfer.isComplete()) {
            session.transfers().remove(transfer);
        }
        transfers
                .at(sender.gateway())
                .transferProgress(new TransferProgress(sender.session(), transfer.task(), request.offset()));
        return Future.succeededFuture(Outcome.DONE);
    }

    Future<Outcome> cancel(ClientSession session, TransferRequest.TransCancel request) {
        return session.transfers()
                .find(request.taskId())
                .filter(transfer -> transfers.end(session, transfer, request.code()))
                .map(ended -> Future.succeededFuture(Outcome.DONE))
                .orElseGet(() -> Refusal.refuse(TransferContent.noTask(request.taskId())));
    }

    Future<Outcome> info(ClientSession session, TransferRequest.TransInfo request) {
        return session.transfers()
                .find(request.taskId())
                .map(transfer ->
                        Future.succeededFuture(Outcome.of(TransferTranslation.info(transfer, transfers.nowNs()))))
                .orElseGet(() -> Refusal.refuse(TransferContent.noTask(request.taskId())));
    }
}
