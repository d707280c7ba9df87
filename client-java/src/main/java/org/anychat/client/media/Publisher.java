package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;
import org.anychat.webrtc.transport.CloseReason;

/**
 * The WebRTC connection that sends, to the relay or, as the edge of a mesh tree, to another user. Whoever makes it carries the descriptions: {@link #offer} to the relay
 * or {@link #describedOffer} to the user, the answer to {@link #accept}. Every method is called on the loop of the {@link MediaResources}.
 */
public final class Publisher implements OfferingConnection {
    private final MediaResources resources;
    private final PeerConnection connection;
    private final List<MediaSource> sources;
    private final OfferedTracks tracks;
    private SessionDescription offer;
    private int offers = 1;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final SenderFeedback<TrackSender> sending;
    private List<InetSocketAddress> relayAddresses = List.of();
    private boolean uploads = true;
    private int gop;
    private boolean over;

    /**
     * Opens the connection's UDP port.
     *
     * @param resources its surroundings.
     * @param sources   what to send, at least one, at most one of each kind.
     * @throws MediaException if the sources cannot be sent together.
     */
    public Publisher(MediaResources resources, List<MediaSource> sources) {
        this(resources, sources, PeerConnection.RelaySide.INSTANCE);
    }

    Publisher(MediaResources resources, List<MediaSource> sources, PeerConnection.Side side) {
        long kinds =
                sources.stream().map(source -> source.codec().kind()).distinct().count();
        if (sources.isEmpty() || kinds != sources.size()) {
            throw new MediaException("one publication is one or two sources, at most one of each kind");
        }
        this.resources = resources;
        this.sources = new ArrayList<>(sources);
        this.tracks = new OfferedTracks(
                resources, sources.stream().map(MediaSource::codec).toList());
        this.connection = new PeerConnection(resources, new Events(), side);
        this.sending = new SenderFeedback<>(connection, tracks.cname());
        this.offer = tracks.offer(connection.localParameters(), offers);
    }

    /**
     * Opens the UDP port of a connection that sends to another user.
     *
     * @param resources   its surroundings.
     * @param sources     what to send, at least one, at most one of each kind.
     * @param stunServers by which this side learns its public address, resolved; may be empty.
     * @return the connection, whose offer is {@link #describedOffer}.
     * @throws MediaException if the sources cannot be sent together.
     */
    public static Publisher toUser(
            MediaResources resources, List<MediaSource> sources, List<InetSocketAddress> stunServers) {
        return new Publisher(resources, sources, new UserSide(true, stunServers, resources.random()));
    }

    /**
     * Whether media gets through, as far as can be told.
     *
     * @return false before the connection is there, and while the relay is silent.
     */
    public boolean flows() {
        return connection.flows();
    }

    /**
     * Begins an ICE restart: media goes on over the way that was there until there is a new one.
     *
     * @return what the relay is to answer, SDP; its answer is for {@link #acceptRestart}.
     */
    public String restart() {
        connection.restartIce();
        offer = tracks.offer(connection.localParameters(), ++offers);
        return offer();
    }

    /**
     * Takes the relay's answer to a restart. Should no way be found, the connection {@link #closed closes}.
     *
     * @param answer SDP.
     * @throws MediaException if the answer does not do.
     */
    public void acceptRestart(String answer) {
        try {
            connection.connect(RemoteAnswer.of(offer, SdpParser.parse(answer)).remote());
        } catch (SdpException e) {
            throw new MediaException(e.getMessage());
        }
    }

    /**
     * What the relay is to answer.
     *
     * @return SDP.
     */
    public String offer() {
        return SdpWriter.write(offer);
    }

    /**
     * What another user is to answer, once it is known where this side is.
     *
     * @return SDP, with all candidates; fails with a {@link MediaException} if no port can be opened.
     */
    @Override
    public CompletableFuture<String> describedOffer() {
        return connection.described().toCompletableFuture().thenApply(local -> {
            if (over) {
                throw new MediaException("the connection was ended");
            }
            offer = tracks.offer(local, offers);
            return offer();
        });
    }

    /**
     * Goes on with other sources, as the offer cannot be changed: of the same codecs, or with fewer. Numbers go on, and pictures begin with a key frame.
     *
     * @param next in place of those before; what has none is silent.
     * @return false where one of them is in a codec that was not offered, and nothing has changed.
     */
    public boolean send(List<? extends MediaSource> next) {
        if (!next.stream().allMatch(source -> offered(source.codec()))) {
            return false;
        }
        for (int index = 0; index < sources.size(); index++) {
            MediaCodec codec = sources.get(index).codec();
            MediaSource source = next.stream()
                    .filter(one -> one.codec() == codec)
                    .map(MediaSource.class::cast)
                    .findFirst()
                    .orElse(new Silence(codec));
            int ssrc = tracks.ssrc(index);
            sources.set(index, source);
            sending.senders().stream().filter(sender -> sender.ssrc() == ssrc).forEach(sender -> sender.source(source));
        }
        return true;
    }

    private boolean offered(MediaCodec codec) {
        return sources.stream().anyMatch(source -> source.codec() == codec);
    }

    /** A source that has nothing. */
    private record Silence(MediaCodec codec) implements MediaSource {
        @Override
        public EncodedFrame poll(long elapsedUs) {
            return null;
        }
    }

    /**
     * Takes the answer of the relay, or the user, which starts the connection.
     *
     * @param answer SDP.
     * @return completes when media flows; fails with a {@link MediaException} if the answer does not do, takes none of the tracks, or no connection comes about.
     */
    @Override
    public CompletableFuture<Void> accept(String answer) {
        try {
            RemoteAnswer remote = RemoteAnswer.of(offer, SdpParser.parse(answer));
            for (int index = 0; index < sources.size(); index++) {
                addSender(index, remote.sections().get(index));
            }
            if (sending.senders().isEmpty()) {
                throw new MediaException("none of the tracks is taken");
            }
            relayAddresses = RelayAddresses.of(remote.remote().candidates());
            connection.connect(remote.remote());
        } catch (SdpException | MediaException e) {
            close();
            connected.completeExceptionally(new MediaException(e.getMessage()));
        }
        return connected;
    }

    /**
     * Sets how often the picture is to have a key frame. Without it only receivers ask for them.
     *
     * @param frames from one key frame to the next; 0 for no matter.
     */
    public void gop(int frames) {
        gop = frames;
        sending.senders().forEach(this::setGop);
    }

    private void setGop(TrackSender sender) {
        sender.gop(sender.kind() == MediaKind.VIDEO ? gop : 0);
    }

    /**
     * Sets whether anything is sent. Where it is not, frames are taken from the sources all the same, and the connection stays.
     *
     * @param uploads false as long as nobody gets anything by the relay; pictures go on with a key frame.
     */
    public void upload(boolean uploads) {
        this.uploads = uploads;
        sending.senders().forEach(sender -> sender.pause(!uploads));
    }

    /**
     * Where the relay is.
     *
     * @return its UDP addresses; none before it has answered.
     */
    public List<InetSocketAddress> relayAddresses() {
        return relayAddresses;
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

    /**
     * What has been sent.
     *
     * @return one entry per track that the relay takes.
     */
    public List<SendStatistics> statistics() {
        return sending.senders().stream().map(TrackSender::statistics).toList();
    }

    /** Ends the connection. */
    @Override
    public void close() {
        over = true;
        connection.close();
        connected.completeExceptionally(new MediaException("the publication was ended"));
    }

    private void addSender(int index, RemoteAnswer.Section section) {
        tracks.taken(index, section).ifPresent(parameters -> {
            TrackSender sender = new TrackSender(sources.get(index), parameters, resources.random(), connection);
            setGop(sender);
            sender.pause(!uploads);
            sending.add(sender);
        });
    }

    private final class Events implements SendOnlyOwner {
        @Override
        public void onConnected() {
            connected.complete(null);
        }

        @Override
        public SenderFeedback<?> sending() {
            return sending;
        }

        @Override
        public void onClosed(CloseReason reason) {
            over = true;
            connected.completeExceptionally(new MediaException("the connection ended: " + reason));
            closed.complete(reason);
        }
    }
}
