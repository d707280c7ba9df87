package org.anychat.client;

import java.util.function.Consumer;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;

/** A buffer on its way to this client. */
final class ReceivingBuffer implements Receiving {
    private final TransferContext context;
    private final ServerEvent.TransOffer offer;
    private final Consumer<ReceivedBuffer> whole;
    private final byte[] bytes;
    private int received;
    private boolean over;

    ReceivingBuffer(TransferContext context, ServerEvent.TransOffer offer, Consumer<ReceivedBuffer> whole) {
        this.context = context;
        this.offer = offer;
        this.whole = whole;
        this.bytes = new byte[(int) offer.content().size()];
    }

    @Override
    public void onChunk(long offset, byte[] data) {
        if (over) {
            return;
        }
        if (offset != received || data.length > bytes.length - received) {
            over = true;
            context.cancel(offer.taskId(), ErrorCode.REQUESTFAILED);
            return;
        }
        System.arraycopy(data, 0, bytes, received, data.length);
        received += data.length;
        if (received < bytes.length) {
            context.acknowledge(offer.taskId(), received);
        } else {
            finish();
        }
    }

    private void finish() {
        over = true;
        TransferContent content = offer.content();
        if (!content.sha256().isEmpty() && !content.sha256().equals(TransferFiles.sha256(bytes))) {
            context.cancel(offer.taskId(), ErrorCode.REQUESTFAILED);
            return;
        }
        context.acknowledge(offer.taskId(), received);
        whole.accept(new ReceivedBuffer(
                offer.from(), offer.taskId(), bytes, content.wParam(), content.lParam(), content.flags()));
    }

    @Override
    public void end(int code) {
        over = true;
    }
}
