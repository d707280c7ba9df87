package org.anychat.client.media;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between two ends on loopback, and loses every so many packets of media that go to the one that is named. */
final class LossyPath implements AutoCloseable {
    private static final int MOST_BYTES = 4096;

    private final DatagramSocket socket;
    private final InetSocketAddress to;
    private final int every;
    private final AtomicInteger lost = new AtomicInteger();
    private SocketAddress from;
    private int media;

    /** {@code to} is the port that packets are lost to, and sent to. */
    LossyPath(int to, int every) throws IOException {
        this.to = new InetSocketAddress(InetAddress.getLoopbackAddress(), to);
        this.every = every;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::pass, "lossy path");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    int lost() {
        return lost.get();
    }

    private void pass() {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
            while (true) {
                packet.setLength(MOST_BYTES);
                socket.receive(packet);
                boolean back = packet.getSocketAddress().equals(to);
                from = back ? from : packet.getSocketAddress();
                if (back || !isLost(packet)) {
                    packet.setSocketAddress(back ? from : to);
                    socket.send(packet);
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    /** RTP, and not RTCP (RFC 7983, RFC 5761). */
    private boolean isLost(DatagramPacket packet) {
        int first = packet.getData()[0] & 0xFF;
        int second = packet.getData()[1] & 0x7F;
        boolean rtp = first >= 128 && first < 192 && (second < 64 || second > 95);
        if (!rtp || ++media % every != 0) {
            return false;
        }
        lost.incrementAndGet();
        return true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
