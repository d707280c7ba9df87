package org.anychat.webrtc.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what a channel reads to the receiver, in one array that is used again and again. */
final class UdpReader extends ChannelInboundHandlerAdapter {
    /** Longer than any datagram of WebRTC; one that fills it may have been cut. */
    static final int MAX_LENGTH = 2048;

    private static final Logger log = LoggerFactory.getLogger(UdpReader.class);

    private final DatagramReceiver receiver;
    private final UdpPort port;
    private final byte[] buffer = new byte[MAX_LENGTH + DatagramReceiver.TAIL_ROOM];
    private boolean inBatch;
    private boolean failed;
    private long batchNs;

    UdpReader(DatagramReceiver receiver, UdpPort port) {
        this.receiver = receiver;
        this.port = port;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            read(packet);
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inBatch = false;
        receiver.onBatchEnd();
        port.flush();
    }

    /** In a task of its own, as it is noticed in the midst of a flush. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.channel().eventLoop().execute(this::onWritable);
        }
    }

    private void onWritable() {
        receiver.onWritable();
        port.flush();
    }

    /** Reports of the kernel concern single datagrams, so the port stays open; anything else is a fault of the receiver. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            port.onSendError(cause);
        } else if (!failed) {
            failed = true;
            log.error("The receiver of {} failed; further failures of it are not logged", context.channel(), cause);
        }
    }

    private void read(DatagramPacket packet) {
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        if (length >= MAX_LENGTH) {
            port.counters().onOversized();
            return;
        }
        if (!inBatch) {
            inBatch = true;
            batchNs = System.nanoTime();
        }
        content.getBytes(content.readerIndex(), buffer, 0, length);
        port.counters().onReceived(length);
        receiver.onDatagram(buffer, 0, length, packet.sender(), batchNs);
    }
}
