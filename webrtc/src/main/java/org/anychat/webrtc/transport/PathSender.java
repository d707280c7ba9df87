package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.stream.DatagramStream;
import org.anychat.webrtc.stream.StreamAddress;

/** Sends each datagram by the path that its destination stands for: a stream, or the port of all others. For one loop. */
public final class PathSender implements DatagramSender {
    private final DatagramSender port;
    private final List<DatagramStream> unflushed = new ArrayList<>();

    /**
     * Makes a sender.
     *
     * @param port takes what goes by no stream
     */
    public PathSender(DatagramSender port) {
        this.port = port;
    }

    @Override
    public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
        return to instanceof StreamAddress address
                ? send(data, offset, length, address.stream())
                : port.send(data, offset, length, to);
    }

    private boolean send(byte[] data, int offset, int length, DatagramStream stream) {
        if (!stream.send(data, offset, length)) {
            return false;
        }
        int last = unflushed.size() - 1;
        if (last < 0 || unflushed.get(last) != stream) {
            unflushed.add(stream);
        }
        return true;
    }

    /** Whether the port is; a stream says so itself. */
    @Override
    public boolean isCrowded() {
        return port.isCrowded();
    }

    @Override
    public void flush() {
        port.flush();
        if (!unflushed.isEmpty()) {
            // A second turn of the same stream finds nothing to do.
            for (int i = 0; i < unflushed.size(); i++) {
                unflushed.get(i).flush();
            }
            unflushed.clear();
        }
    }
}
