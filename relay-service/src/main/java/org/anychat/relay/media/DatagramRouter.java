package org.anychat.relay.media;

import java.net.InetSocketAddress;
import org.anychat.relay.stats.BusyTime;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.stun.StunUsername;
import org.anychat.webrtc.transport.DatagramClass;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.Demultiplexer;

/**
 * Brings a loop's datagrams to their sessions: connectivity checks by the name they carry, everything else by the
 * sender's address, which counts once a check has proved it. Where the session is another loop's, the datagram is copied
 * into that loop's queue: which socket the kernel picks says nothing about the room.
 */
final class DatagramRouter implements DatagramReceiver {
    private final MediaLoop loop;
    private final int loopIndex;
    private final MediaLoops loops;
    private final SessionRegistry registry;
    private final RelayCounters counters;
    private final DatagramSender sender;
    private final FaultHandler faults;
    private final BusyTime busy;
    private final MediaClock clock;
    private boolean inBatch;
    private long batchNs;
    private final SideProtocol side;
    private final StunServer strangers = new StunServer();
    private final OtherPort otherPort;

    DatagramRouter(MediaLoop loop, MediaLoops loops, DatagramSender sender, OtherPort otherPort) {
        this.otherPort = otherPort;
        this.loop = loop;
        this.loopIndex = loop.index();
        this.loops = loops;
        this.registry = loop.registry();
        this.counters = loop.counters();
        this.sender = sender;
        this.faults = loop;
        this.busy = loop.busy();
        this.clock = loops.settings().clock();
        this.side = loops.settings().side();
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        if (!inBatch) {
            inBatch = true;
            batchNs = nowNs;
        }
        counters.add(RelayCounter.DATAGRAMS_IN);
        counters.add(RelayCounter.BYTES_IN, length);
        try {
            route(data, offset, length, from, nowNs);
        } catch (RuntimeException e) {
            faults.onFault(e);
        }
    }

    @Override
    public void onBatchEnd() {
        loop.endTurn();
        otherPort.flush();
        if (inBatch) {
            inBatch = false;
            busy.add(batchNs, clock.nowNs());
        }
    }

    @Override
    public void onWritable() {
        long fromNs = clock.nowNs();
        loop.endTurn();
        busy.add(fromNs, clock.nowNs());
    }

    private void route(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        DatagramClass datagramClass = Demultiplexer.classify(data, offset, length);
        if (datagramClass == DatagramClass.UNKNOWN && (data[offset] & 0xFF) == side.firstByte()) {
            byte[] answer = side.answer(data, offset, length, from, nowNs);
            if (answer != null) {
                sender.send(answer, 0, answer.length, from);
            }
        } else if (datagramClass == DatagramClass.UNKNOWN) {
            counters.add(RelayCounter.DROP_NOT_A_PROTOCOL);
        } else if (datagramClass == DatagramClass.STUN) {
            routeCheck(data, offset, length, from, nowNs);
        } else {
            routeByAddress(data, offset, length, from, nowNs);
        }
    }

    private void routeCheck(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        String ufrag = StunUsername.localUfrag(data, offset, length);
        if (ufrag == null) {
            if (!loops.isEcho(data, offset, length)) {
                answerStranger(data, offset, length, from, nowNs);
            }
            return;
        }
        MediaLoop owner = loops.ownerOf(ufrag);
        if (owner != null && owner.index() != loopIndex) {
            // Anybody can write a name; what names nobody must not fill another loop's queue.
            if (loops.directory().isNamed(ufrag)) {
                handOver(owner, data, offset, length, from, nowNs);
            } else {
                counters.add(RelayCounter.DROP_UNKNOWN_UFRAG);
            }
            return;
        }
        MediaSession session = registry.session(ufrag);
        if (session == null) {
            counters.add(RelayCounter.DROP_UNKNOWN_UFRAG);
            return;
        }
        boolean authentic = session.transport().onDatagram(data, offset, length, from, nowNs);
        if (authentic
                && registry.session(ufrag) == session
                && !loops.directory().add(from, session, nowNs)) {
            counters.add(RelayCounter.DROP_ADDRESS_TAKEN);
        }
    }

    private void answerStranger(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        int answerLength = strangers.answer(data, offset, length, from);
        if (answerLength > 0 && strangers.byOtherPort()) {
            counters.add(
                    otherPort.send(strangers.response(), answerLength, from, nowNs)
                            ? RelayCounter.STUN_ANSWERED
                            : RelayCounter.DROP_NOT_SENT);
        } else if (answerLength > 0) {
            counters.add(RelayCounter.STUN_ANSWERED);
            sender.send(strangers.response(), 0, answerLength, from);
        } else {
            counters.add(RelayCounter.DROP_BAD_STUN);
        }
    }

    private void routeByAddress(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        SessionDirectory.Claim claim = loops.directory().find(from);
        if (claim == null) {
            counters.add(RelayCounter.DROP_UNKNOWN_ADDRESS);
            return;
        }
        MediaSession session = claim.session();
        if (session.loop().index() != loopIndex) {
            handOver(session.loop(), data, offset, length, from, nowNs);
        } else if (session.transport().onDatagram(data, offset, length, from, nowNs) && isMedia(data[offset])) {
            claim.heard(nowNs);
        }
    }

    /** SRTP that was taken was authentic; DTLS need not be. */
    private static boolean isMedia(byte first) {
        return (first & 0xC0) == 0x80;
    }

    private void handOver(MediaLoop owner, byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        boolean taken = owner.proxy().offerDatagram(data, offset, length, from, nowNs);
        counters.add(taken ? RelayCounter.DATAGRAMS_HANDED_OVER : RelayCounter.DROP_QUEUE_FULL);
    }

    /** Takes what other loops have handed over; it was counted where it was read. */
    final class HandedOver implements DatagramReceiver {
        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            route(data, offset, length, from, nowNs);
        }

        @Override
        public void onBatchEnd() {
            sender.flush();
        }
    }
}
