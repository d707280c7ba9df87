package org.anychat.relay.media;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.anychat.webrtc.tcp.Strangers;
import org.anychat.webrtc.tcp.TcpListener;
import org.anychat.webrtc.tcp.TcpSettings;
import org.anychat.webrtc.tcp.TcpStream;

/** A relay's TCP port, where clients come in whose UDP is blocked, and gateways that bring such clients. */
final class StreamDoor {
    private final MediaLoops loops;
    private final List<EventLoop> threads;
    private final StreamPlaces places;
    private final Strangers<TcpStream> strangers;
    private final TcpListener listener;

    /** {@code threads} are the loops' in the order of their index. */
    StreamDoor(MediaLoops loops, List<EventLoop> threads, StreamLimits limits) {
        this.loops = loops;
        this.threads = List.copyOf(threads);
        this.places = new StreamPlaces(limits.perAddress(), limits.all());
        this.strangers = new Strangers<>(limits.strangers());
        this.listener = new TcpListener(threads.get(0), TcpSettings.STANDARD);
    }

    CompletionStage<InetSocketAddress> open(InetSocketAddress bind) {
        return listener.open(bind, () -> new StreamVisit(this, loops.loops().get(0)));
    }

    CompletionStage<Void> close() {
        return listener.close();
    }

    StreamPlaces places() {
        return places;
    }

    /** On the loop that takes connections. */
    Strangers<TcpStream> strangers() {
        return strangers;
    }

    StreamTickets tickets() {
        return loops.tickets();
    }

    /** The loop of a name, or null where it is none of ours. */
    MediaLoop ownerOf(String ufrag) {
        return loops.ownerOf(ufrag);
    }

    EventLoop threadOf(MediaLoop loop) {
        return threads.get(loop.index());
    }
}
