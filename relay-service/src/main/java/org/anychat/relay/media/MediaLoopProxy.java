package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.anychat.relay.feedback.StreamRate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.transport.RemotePeer;

/**
 * A media loop as other threads see it, and the only type that crosses threads on the way in. Each method puts its call
 * into the loop's bounded queue and returns; it never blocks. A call returns false where the queue was full and nothing
 * will happen. Calls of one thread happen in their order.
 */
public final class MediaLoopProxy {
    private final MediaLoop loop;
    private final LoopQueue queue;

    MediaLoopProxy(MediaLoop loop, LoopQueue queue) {
        this.loop = loop;
        this.queue = queue;
    }

    /**
     * Opens a connection on which a client publishes.
     *
     * @param connectionId unique in the process
     * @param local the relay's credentials; the name begins as {@link MediaLoops#ufragPrefix} says
     * @param remote what the client's offer says
     * @param tracks what it publishes
     * @param gopFrames frames from one key frame to the next; 0 leaves it to the client
     * @return false where the loop is overloaded
     */
    public boolean openPublisher(
            long connectionId, IceCredentials local, RemotePeer remote, List<IncomingTrack> tracks, int gopFrames) {
        return queue.offer(() -> loop.onOpenPublisher(connectionId, local, remote, tracks, gopFrames));
    }

    /**
     * Changes what a client publishes; with other credentials than before it is an ICE restart too.
     *
     * @param connectionId of the connection; where it is closed nothing happens
     * @param local the relay's credentials
     * @param remote what the client's offer says
     * @param tracks all that it publishes now
     * @param gopFrames frames from one key frame to the next; 0 leaves it to the client
     * @return false where the loop is overloaded
     */
    public boolean updatePublisher(
            long connectionId, IceCredentials local, RemotePeer remote, List<IncomingTrack> tracks, int gopFrames) {
        return queue.offer(() -> loop.onUpdatePublisher(connectionId, local, remote, tracks, gopFrames));
    }

    /**
     * Opens a connection to another relay, on which that one's publishers come in; it takes a socket of its own.
     *
     * @param connectionId unique in the process
     * @param local this relay's credentials
     * @param remote what the other relay's offer says, its addresses included
     * @param tracks what it sends
     * @return false where the loop is overloaded
     */
    public boolean openLink(long connectionId, IceCredentials local, RemotePeer remote, List<IncomingTrack> tracks) {
        return queue.offer(() -> loop.onOpenLink(connectionId, local, remote, tracks));
    }

    /**
     * Changes what another relay sends.
     *
     * @param connectionId of the connection; where it is closed nothing happens
     * @param tracks all that it sends now
     * @return false where the loop is overloaded
     */
    public boolean updateLink(long connectionId, List<IncomingTrack> tracks) {
        return queue.offer(() -> loop.onUpdateLink(connectionId, tracks));
    }

    /**
     * Opens a connection on which a client receives; it answers checks and waits for the client's description.
     *
     * @param connectionId unique in the process
     * @param local the relay's credentials; the name begins as {@link MediaLoops#ufragPrefix} says
     * @return false where the loop is overloaded
     */
    public boolean openSubscriber(long connectionId, IceCredentials local) {
        return queue.offer(() -> loop.onOpenSubscriber(connectionId, local));
    }

    /**
     * Takes a client's answer.
     *
     * @param connectionId of the connection; where it is closed nothing happens
     * @param remote what the answer says
     * @param tracks all that the client gets from now on
     * @param maxVideos videos that it gets at once, 0 for all
     * @return false where the loop is overloaded
     */
    public boolean connectSubscriber(long connectionId, RemotePeer remote, List<OutgoingTrack> tracks, int maxVideos) {
        return queue.offer(() -> loop.onConnectSubscriber(connectionId, remote, tracks, maxVideos));
    }

    /**
     * Changes what a client gets within what it has answered to.
     *
     * @param connectionId of the connection; where it is closed nothing happens
     * @param tracks all that the client gets from now on
     * @param maxVideos videos that it gets at once, 0 for all
     * @return false where the loop is overloaded
     */
    public boolean setOutgoing(long connectionId, List<OutgoingTrack> tracks, int maxVideos) {
        return queue.offer(() -> loop.onSetOutgoing(connectionId, tracks, maxVideos));
    }

    /**
     * Begins an ICE restart; the old path is used until there is a new one.
     *
     * @param connectionId of the connection; where it is closed nothing happens
     * @param local the relay's new credentials
     * @return false where the loop is overloaded
     */
    public boolean restartIce(long connectionId, IceCredentials local) {
        return queue.offer(() -> loop.onRestartIce(connectionId, local));
    }

    /**
     * Reads what a client's publications have brought in the last second.
     *
     * @param connectionId on which it publishes
     * @param result told on the loop; by publication, empty where the connection is closed
     * @return false where the loop is overloaded
     */
    public boolean readRates(long connectionId, Consumer<Map<Long, StreamRate>> result) {
        return queue.offer(() -> loop.onReadRates(connectionId, result));
    }

    /**
     * Tells how loud publications are.
     *
     * @param publications which
     * @param result told on the loop: 0, silence, to 127, by publication; those that are gone are missing
     * @return false where the loop is overloaded
     */
    public boolean readLoudness(List<Long> publications, Consumer<Map<Long, Integer>> result) {
        return queue.offer(() -> loop.onReadLoudness(publications, result));
    }

    /**
     * Tells what a connection carries.
     *
     * @param connectionId of the connection
     * @param result told on the loop
     * @return false where the loop is overloaded
     */
    public boolean inspect(long connectionId, Consumer<ConnectionFigures> result) {
        return queue.offer(() -> loop.onInspect(connectionId, result));
    }

    /**
     * Closes a connection and frees all of it. {@link MediaEvents#onClosed} follows.
     *
     * @param connectionId of the connection; where it is closed nothing happens
     * @return false where the loop is overloaded
     */
    public boolean close(long connectionId) {
        return queue.offer(() -> loop.onClose(connectionId));
    }

    /**
     * Closes all connections and then tells so.
     *
     * @param done run on the loop afterwards
     * @return false where the loop is overloaded
     */
    public boolean closeAll(Runnable done) {
        return queue.offer(() -> {
            loop.onCloseAll();
            done.run();
        });
    }

    /**
     * Shuts the ports of links without a farewell.
     *
     * @return false where the loop is overloaded
     */
    public boolean abort() {
        return queue.offer(loop::onAbort);
    }

    /**
     * Counts what the loop holds: sessions, their names, publications.
     *
     * @param result told on the loop
     * @return false where the loop is overloaded
     */
    public boolean countHeld(IntConsumer result) {
        return queue.offer(() -> result.accept(loop.registry().entries()));
    }

    /**
     * Tells what the loop holds.
     *
     * @param result told on the loop
     * @return false where the loop is overloaded
     */
    public boolean figures(Consumer<LoopFigures> result) {
        return queue.offer(() -> result.accept(loop.registry().figures()));
    }

    /**
     * Tells whether a name is one of the loop's sessions'.
     *
     * @param ufrag the relay's part of the user name of a check
     * @param result told on the loop
     * @return false where the loop is overloaded
     */
    public boolean findSession(String ufrag, Consumer<Boolean> result) {
        return queue.offer(() -> result.accept(loop.registry().session(ufrag) != null));
    }

    /**
     * Calls refused because the queue was full, datagrams of other loops included.
     *
     * @return the count
     */
    public long dropped() {
        return queue.dropped();
    }

    boolean offerDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        return queue.offerDatagram(data, offset, length, from, nowNs);
    }

    LoopQueue queue() {
        return queue;
    }
}
