package org.anychat.gateway.session;

import org.anychat.contracts.TransferApi.Content;
import org.anychat.contracts.TransferApi.Kind;
import org.anychat.contracts.TransferApi.TransferOffer;
import org.anychat.gateway.transfer.FileNames;
import org.anychat.gateway.transfer.Transfer;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;

/** Transfers between {@code protocol} and {@code contracts}. */
final class TransferTranslation {
    private TransferTranslation() {}

    /** What a client offers, under a name that is safe. */
    static Content content(TransferContent content) {
        boolean file = content.kind() == TransferContent.Kind.FILE;
        return new Content(
                file ? Kind.FILE : Kind.BUFFER,
                file ? FileNames.safe(content.name()) : "",
                content.size(),
                content.sha256(),
                content.wParam(),
                content.lParam(),
                content.flags());
    }

    static ServerEvent offer(TransferOffer offer) {
        Content content = offer.content();
        return new ServerEvent.TransOffer(
                offer.task(),
                offer.from().value(),
                new TransferContent(
                        content.kind() == Kind.FILE ? TransferContent.Kind.FILE : TransferContent.Kind.BUFFER,
                        content.name(),
                        content.size(),
                        content.sha256(),
                        content.wParam(),
                        content.lParam(),
                        content.flags()));
    }

    static ReplyBody info(Transfer transfer, long nowNs) {
        return new ReplyBody.TransferInfo(
                transfer.task(),
                transfer.peer().user().value(),
                transfer.isAccepted(),
                transfer.content().size(),
                transfer.acknowledged(),
                transfer.bitrateBps(nowNs));
    }

    /** The code of a transfer that fails by a fault of one side. */
    static ErrorCode failure(Kind kind) {
        return kind == Kind.FILE ? ErrorCode.TRANSFILE_FAILED : ErrorCode.REQUESTFAILED;
    }
}
