package org.anychat.client;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;

/** A buffer on its way to this client. */
final class ReceivingBuffer implements Receiving {
    private final TransferContext context;
    private final ServerEvent.TransOffer offer;
    private final Consumer<ReceivedBuffer> whole;
    private final IntConsumer forget;
    private final byte[] bytes;
    private int received;
    private boolean over;

    /** {@code forget} is told the number once it is over. */
    ReceivingBuffer(
            TransferContext context, ServerEvent.TransOffer offer, Consumer<ReceivedBuffer> whole, IntConsumer forget) {
        this.context = context;
        this.offer = offer;
        this.whole = whole;
        this.forget = forget;
        this.bytes = new byte[(int) offer.content().size()];
    }

    @Override
    public void onChunk(long offset, byte[] data) {
        if (over) {
            return;
        }
        if (offset != received || data.length > bytes.length - received) {
            setOver();
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
        setOver();
        TransferContent content = offer.content();
        if (!content.sha256().isEmpty() && !content.sha256().equals(TransferFiles.sha256(bytes))) {
            context.cancel(offer.taskId(), ErrorCode.REQUESTFAILED);
            return;
        }
        context.acknowledge(offer.taskId(), received);
        whole.accept(new ReceivedBuffer(
                offer.from(), offer.taskId(), bytes, content.wParam(), content.lParam(), content.flags()));
    }

    private void setOver() {
        over = true;
        forget.accept(offer.taskId());
    }

    @Override
    public void end(int code) {
        setOver();
    }
}
