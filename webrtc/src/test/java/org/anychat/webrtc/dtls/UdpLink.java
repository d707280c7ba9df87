package org.anychat.webrtc.dtls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A UDP socket on loopback that brings its datagrams to one transport and sends back to who spoke last. */
final class UdpLink implements DtlsTransport.Output, AutoCloseable {
    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private volatile SocketAddress remote;
    private volatile DtlsTransport transport;

    UdpLink() throws IOException {}

    int port() {
        return socket.getLocalPort();
    }

    void connect(int port) {
        remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void deliverTo(DtlsTransport to) {
        transport = to;
        Thread reader = new Thread(this::read, "udp-link");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void send(byte[] data, int offset, int length) {
        try {
            socket.send(new DatagramPacket(data, offset, length, remote));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void read() {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        while (!socket.isClosed()) {
            if (receive(packet)) {
                remote = packet.getSocketAddress();
                transport.onDatagram(packet.getData(), packet.getOffset(), packet.getLength());
            }
        }
    }

    /** False when the other side refused a datagram, or the socket was closed. */
    private boolean receive(DatagramPacket packet) {
        try {
            packet.setLength(4096);
            socket.receive(packet);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
