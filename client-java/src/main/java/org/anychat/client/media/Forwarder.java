package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.anychat.webrtc.transport.CloseReason;

/**
 * The WebRTC connection that passes a stream on to another user, as the edge of a mesh tree: what comes by a {@link Subscriber} goes out as it comes, and is never encoded
 * anew. Whoever makes it carries the descriptions: {@link #describedOffer} to the user, the answer to {@link #accept}. Every method is called on the loop of the
 * {@link MediaResources}, which is the one of the {@code Subscriber}, too.
 */
public final class Forwarder implements OfferingConnection {
    private final MediaResources resources;
    private final PeerConnection connection;
    private final TrackSender.PacketOutput output;
    private final List<MediaCodec> codecs;
    private final OfferedTracks tracks;
    private final SenderFeedback<ForwardedTrack> sending;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private SessionDescription offer;
    private Subscriber parent;
    private boolean over;

    /** By a way out that bounds what the connection sends. */
    Forwarder(
            MediaResources resources,
            Subscriber parent,
            UnaryOperator<TrackSender.PacketOutput> wayOut,
            PeerConnection.Side side) {
        this.resources = resources;
        this.parent = parent;
        this.codecs = parent.codecs();
        if (codecs.isEmpty()) {
            throw new MediaException("there is nothing to pass on");
        }
        this.tracks = new OfferedTracks(resources, codecs);
        this.connection = new PeerConnection(resources, new Events(), side);
        this.output = wayOut.apply(connection);
        this.sending = new SenderFeedback<>(connection, tracks.cname());
    }

    /**
     * Opens the UDP port of a connection that passes a stream on.
     *
     * @param resources   its surroundings.
     * @param parent      by which the stream comes.
     * @param uplink      what all connections together may send that pass streams on.
     * @param stunServers by which this side learns its public address, resolved; may be empty.
     * @return the connection, whose offer is {@link #describedOffer}.
     * @throws MediaException if nothing comes by the parent.
     */
    public static Forwarder toUser(
            MediaResources resources, Subscriber parent, Uplink uplink, List<InetSocketAddress> stunServers) {
        return new Forwarder(resources, parent, uplink::bound, new UserSide(true, stunServers, resources.random()));
    }

    /**
     * What the other user is to answer, once it is known where this side is.
     *
     * @return SDP, with all candidates; fails with a {@link MediaException} if no port can be opened.
     */
    @Override
    public CompletableFuture<String> describedOffer() {
        return connection.described().toCompletableFuture().thenApply(local -> {
            if (over) {
                throw new MediaException("the connection was ended");
            }
            offer = tracks.offer(local, 1);
            return SdpWriter.write(offer);
        });
    }

    /**
     * Takes the answer of the user, which starts the connection.
     *
     * @param answer SDP.
     * @return completes when media flows; fails with a {@link MediaException} if the answer does not do, takes none of the tracks, or no connection comes about.
     */
    @Override
    public CompletableFuture<Void> accept(String answer) {
        try {
            if (offer == null) {
                throw new MediaException("nothing was offered yet");
            }
            RemoteAnswer remote = RemoteAnswer.of(offer, SdpParser.parse(answer));
            for (int index = 0; index < codecs.size(); index++) {
                Optional<TrackSender.SendParameters> taken =
                        tracks.taken(index, remote.sections().get(index));
                if (taken.isPresent()) {
                    sending.add(new ForwardedTrack(codecs.get(index), taken.get(), resources.random(), output));
                }
            }
            if (sending.senders().isEmpty()) {
                throw new MediaException("none of the tracks is taken");
            }
            connection.connect(remote.remote());
        } catch (SdpException | MediaException e) {
            close();
            connected.completeExceptionally(new MediaException(e.getMessage()));
        }
        return connected;
    }

    /**
     * Passes on what comes by another connection of the same stream: each kind from its next key frame on, until which the one before goes on. Numbers and times go on.
     *
     * @param next in place of the one before.
     * @return false where something comes by it in a codec that was not offered, and nothing has changed.
     */
    public boolean from(Subscriber next) {
        if (!codecs.containsAll(next.codecs())) {
            return false;
        }
        parent = next;
        if (connection.connected()) {
            passOn();
        }
        return true;
    }

    private void passOn() {
        for (ForwardedTrack track : sending.senders()) {
            parent.receiverOf(track.codec()).ifPresent(track::from);
        }
    }

    /**
     * How much has gone out.
     *
     * @return packets of media, retransmissions not counted.
     */
    public long packets() {
        return sending.senders().stream().mapToLong(ForwardedTrack::packets).sum();
    }

    /**
     * How much was sent again because the other user asked for it.
     *
     * @return packets.
     */
    public long retransmissions() {
        return sending.senders().stream()
                .mapToLong(ForwardedTrack::retransmissions)
                .sum();
    }

    /**
     * The end that this side did not bring about.
     *
     * @return completes with the reason, after which nothing is sent; never after {@link #close}.
     */
    @Override
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Passes on nothing any more; the connection stays until it is closed. */
    public void stop() {
        over = true;
        sending.senders().forEach(ForwardedTrack::stop);
    }

    /** Ends the connection. */
    @Override
    public void close() {
        stop();
        connection.close();
        connected.completeExceptionally(new MediaException("the connection was ended"));
    }

    private final class Events implements SendOnlyOwner {
        @Override
        public void onConnected() {
            if (!over) {
                passOn();
                connected.complete(null);
            }
        }

        @Override
        public SenderFeedback<?> sending() {
            return sending;
        }

        @Override
        public void onClosed(CloseReason reason) {
            stop();
            connected.completeExceptionally(new MediaException("the connection ended: " + reason));
            closed.complete(reason);
        }
    }
}
