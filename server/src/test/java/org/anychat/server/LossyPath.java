package org.anychat.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands under another address before a UDP port, and loses part of the media that comes from it. */
final class LossyPath implements AutoCloseable {
    private static final int MAX_BYTES = 2048;
    /** RFC 7983: RTP and RTCP. */
    private static final int FIRST_RTP_BYTE = 128;

    private static final int LAST_RTP_BYTE = 191;
    /** RFC 5761: from here to 223 it is RTCP, which says what was lost. */
    private static final int FIRST_RTCP_TYPE = 192;

    private static final int LAST_RTCP_TYPE = 223;

    private final DatagramSocket front;
    private final InetSocketAddress behind;
    private final double loss;
    private final Random random = new Random(7);
    private final Map<SocketAddress, DatagramSocket> peers = new ConcurrentHashMap<>();
    private final AtomicInteger lost = new AtomicInteger();

    LossyPath(InetSocketAddress front, InetSocketAddress behind, double loss) throws IOException {
        this.front = new DatagramSocket(front);
        this.behind = behind;
        this.loss = loss;
        start(this::forward);
    }

    int lost() {
        return lost.get();
    }

    private void forward() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        while (true) {
            packet.setLength(MAX_BYTES);
            front.receive(packet);
            DatagramSocket peer = peers.get(packet.getSocketAddress());
            if (peer == null) {
                peer = open(packet.getSocketAddress());
            }
            peer.send(new DatagramPacket(packet.getData(), packet.getLength(), behind));
        }
    }

    private DatagramSocket open(SocketAddress from) throws IOException {
        DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        peers.put(from, peer);
        start(() -> back(peer, from));
        return peer;
    }

    private void back(DatagramSocket peer, SocketAddress to) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        while (true) {
            packet.setLength(MAX_BYTES);
            peer.receive(packet);
            if (isMedia(packet.getData()) && loses()) {
                lost.incrementAndGet();
            } else {
                front.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
            }
        }
    }

    private synchronized boolean loses() {
        return random.nextDouble() < loss;
    }

    private static boolean isMedia(byte[] data) {
        int first = data[0] & 0xFF;
        int second = data[1] & 0xFF;
        return first >= FIRST_RTP_BYTE
                && first <= LAST_RTP_BYTE
                && (second < FIRST_RTCP_TYPE || second > LAST_RTCP_TYPE);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The socket was closed: the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        front.close();
        peers.values().forEach(DatagramSocket::close);
    }
}
