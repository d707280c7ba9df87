package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.anychat.contracts.AddressPattern;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.stun.StunUsername;
import org.anychat.webrtc.tcp.StreamEnd;
import org.anychat.webrtc.tcp.StreamReceiver;
import org.anychat.webrtc.tcp.TcpStream;
import org.anychat.webrtc.transport.DatagramReceiver;

/**
 * One TCP connection. Its first frame must be a connectivity check that a session here takes for authentic, else it is
 * closed; a gateway shows a ticket before it, which says whose connection it brings. From then on it is that session's, on
 * that session's loop, and its frames go nowhere else. Only then has it a place; before, it is one of the strangers.
 */
final class StreamVisit implements StreamReceiver {
    /** What a connected session takes none of, in a row, until its connection is closed. */
    private static final int MOST_REJECTED = 500;

    private final StreamDoor door;
    private MediaLoop loop;
    private MediaSession session;
    private String place;
    private boolean stranger;
    private boolean ticketShown;
    private int rejected;
    private boolean inBatch;
    private long batchNs;

    /** {@code first} is the loop that takes connections. */
    StreamVisit(StreamDoor door, MediaLoop first) {
        this.door = door;
        this.loop = first;
    }

    @Override
    public boolean onOpened(TcpStream stream) {
        stranger = true;
        loop.counters().add(RelayCounter.STREAMS_OPENED);
        door.strangers().enter(stream, AddressPattern.ownerOf(address(stream))).ifPresent(gone -> {
            loop.counters().add(RelayCounter.STREAMS_LIMITED);
            gone.close();
        });
        return true;
    }

    private static String address(TcpStream stream) {
        return stream.peer().getAddress().getHostAddress();
    }

    @Override
    public void onDatagram(TcpStream stream, byte[] data, int offset, int length, long nowNs) {
        if (!inBatch) {
            inBatch = true;
            batchNs = nowNs;
        }
        try {
            if (session != null) {
                deliver(stream, data, offset, length, nowNs);
            } else if (data[offset] == StreamTickets.MARK) {
                onTicket(stream, data, offset, length, nowNs);
            } else {
                onFirstCheck(stream, data, offset, length, nowNs);
            }
        } catch (RuntimeException e) {
            loop.onFault(e);
        }
    }

    private void deliver(TcpStream stream, byte[] data, int offset, int length, long nowNs) {
        loop.counters().add(RelayCounter.DATAGRAMS_IN);
        loop.counters().add(RelayCounter.BYTES_IN, length);
        loop.counters().add(RelayCounter.STREAM_DATAGRAMS_IN);
        if (session.transport().onDatagram(data, offset, length, stream.address(), nowNs)) {
            rejected = 0;
        } else if (session.transport().isConnected() && ++rejected > MOST_REJECTED) {
            // A client of ours sends no such thing, and each costs as much as a packet that is of use to somebody.
            refuse(stream, RelayCounter.STREAMS_BAD_FRAME);
        }
    }

    private void onTicket(TcpStream stream, byte[] data, int offset, int length, long nowNs) {
        InetSocketAddress client = ticketShown ? null : door.tickets().redeem(data, offset + 1, length - 1, nowNs);
        if (client == null) {
            refuse(stream, RelayCounter.STREAMS_REFUSED);
            return;
        }
        ticketShown = true;
        stream.standsFor(client);
    }

    private void onFirstCheck(TcpStream stream, byte[] data, int offset, int length, long nowNs) {
        String ufrag = StunUsername.localUfrag(data, offset, length);
        MediaLoop owner = ufrag == null ? null : door.ownerOf(ufrag);
        if (owner == null) {
            refuse(stream, RelayCounter.STREAMS_REFUSED);
            return;
        }
        // What it is, this frame decides; and no other loop may ask the strangers.
        leaveStrangers(stream);
        if (owner == loop) {
            admit(stream, ufrag, data, offset, length, nowNs);
        } else {
            byte[] copy = Arrays.copyOfRange(data, offset, offset + length + DatagramReceiver.TAIL_ROOM);
            stream.moveTo(door.threadOf(owner), () -> {
                loop = owner;
                admit(stream, ufrag, copy, 0, length, nowNs);
                loop.endTurn();
            });
        }
    }

    /** On the loop of the session, if there is one. */
    private void admit(TcpStream stream, String ufrag, byte[] data, int offset, int length, long nowNs) {
        MediaSession named = loop.registry().session(ufrag);
        if (named == null) {
            refuse(stream, RelayCounter.STREAMS_REFUSED);
            return;
        }
        String address = address(stream);
        if (!door.places().enter(address)) {
            // Before the session hears of it: nothing should be sent to a way that is not there.
            refuse(stream, RelayCounter.STREAMS_LIMITED);
            return;
        }
        place = address;
        named.transport().onDatagram(data, offset, length, stream.address(), nowNs);
        if (!named.transport().isValidated(stream.address())) {
            refuse(stream, RelayCounter.STREAMS_REFUSED);
            return;
        }
        session = named;
        stream.accept();
        loop.counters().add(RelayCounter.STREAMS_ACCEPTED);
        if (loop.registry().session(ufrag) == named) {
            named.addStream(stream);
        } else {
            stream.close();
        }
    }

    private void refuse(TcpStream stream, RelayCounter reason) {
        loop.counters().add(reason);
        stream.close();
    }

    @Override
    public void onBatchEnd() {
        loop.endTurn();
        if (inBatch) {
            inBatch = false;
            loop.busy().add(batchNs, loop.nowNs());
        }
    }

    @Override
    public void onClosed(TcpStream stream, StreamEnd end) {
        loop.counters().add(RelayCounter.STREAMS_CLOSED);
        leaveStrangers(stream);
        leavePlace();
        switch (end) {
            case SILENT -> loop.counters().add(RelayCounter.STREAMS_SILENT);
            case BAD_FRAME -> loop.counters().add(RelayCounter.STREAMS_BAD_FRAME);
            case SLOW_READER -> loop.counters().add(RelayCounter.STREAMS_SLOW);
            case LOCAL, REMOTE -> {
                // As all connections end.
            }
        }
        if (session != null) {
            session.removeStream(stream);
        }
    }

    private void leaveStrangers(TcpStream stream) {
        if (stranger) {
            stranger = false;
            door.strangers().leave(stream);
        }
    }

    private void leavePlace() {
        if (place != null) {
            door.places().leave(place);
            place = null;
        }
    }
}
