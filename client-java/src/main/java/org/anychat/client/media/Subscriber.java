package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.negotiation.ClientAnswer;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.NegotiatedEncoding;
import org.anychat.webrtc.sdp.negotiation.NegotiatedMedia;
import org.anychat.webrtc.transport.CloseReason;

/**
 * The WebRTC connection that receives, from the relay or, as the edge of a mesh tree, from another user. Whoever makes it carries the descriptions: each offer of the
 * relay to {@link #answer}, the one of a user to {@link #describedAnswer}, and the result back. Every method is called on the loop of the {@link MediaResources}.
 */
public final class Subscriber implements AutoCloseable {
    private static final MediaCapabilities CAPABILITIES = new MediaCapabilities(
            List.of("opus"), List.of("H264", "VP8"), List.of(), List.of("nack", "nack pli", "ccm fir"));

    private final PeerConnection connection;
    private final MediaSink sink;
    /** Whose all tracks are; empty where the offer says it. */
    private final OptionalInt publisher;

    private final FrameCheck check;

    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final ReceiverFeedback receiving;
    private final RtpPacket packet = new RtpPacket();
    private List<InetSocketAddress> relayAddresses = List.of();
    private long packets;
    private boolean over;

    /**
     * Opens the connection's UDP port.
     *
     * @param resources its surroundings.
     * @param sink      where media goes.
     */
    public Subscriber(MediaResources resources, MediaSink sink) {
        this(resources, PeerConnection.RelaySide.INSTANCE, OptionalInt.empty(), FrameCheck.NONE, sink);
    }

    Subscriber(MediaResources resources, PeerConnection.Side side, FrameVerifier verifier, MediaSink sink) {
        this(resources, side, OptionalInt.of(verifier.publisherId()), verifier, sink);
    }

    private Subscriber(
            MediaResources resources,
            PeerConnection.Side side,
            OptionalInt publisher,
            FrameCheck check,
            MediaSink sink) {
        this.check = check;
        this.sink = sink;
        this.publisher = publisher;
        this.connection = new PeerConnection(resources, new Events(), side);
        this.receiving = new ReceiverFeedback(connection, resources.random().nextInt());
    }

    /**
     * Opens the UDP port of a connection on which another user sends one publisher's stream.
     *
     * @param resources   its surroundings.
     * @param stunServers by which this side learns its public address, resolved; may be empty.
     * @param verifier    which of its frames the sink gets; all tracks are its publisher's, whatever the offer says.
     * @param sink        where media goes.
     * @return the connection, which answers with {@link #describedAnswer}.
     */
    public static Subscriber ofUser(
            MediaResources resources, List<InetSocketAddress> stunServers, FrameVerifier verifier, MediaSink sink) {
        UserSide side = new UserSide(false, stunServers, resources.random());
        return new Subscriber(resources, side, verifier, sink);
    }

    /**
     * Takes the offer of a user, once it is known where this side is.
     *
     * @param offer SDP.
     * @return the answer, SDP, with all candidates; fails with a {@link MediaException} if nothing of the offer can be taken, or no port can be opened.
     */
    public CompletableFuture<String> describedAnswer(String offer) {
        return connection.described().toCompletableFuture().thenApply(local -> {
            if (over) {
                throw new MediaException("the connection was ended");
            }
            String answer = answer(offer, local);
            if (receiving.bySsrc().isEmpty()) {
                throw new MediaException("nothing is sent by the offer");
            }
            return answer;
        });
    }

    /**
     * The beginning.
     *
     * @return completes when media may flow; fails with a {@link MediaException} if the connection ends before.
     */
    public CompletableFuture<Void> connected() {
        return connected;
    }

    /**
     * How much has come.
     *
     * @return authentic packets of media, retransmissions included.
     */
    public long packets() {
        return packets;
    }

    /**
     * How much of it the sink has got.
     *
     * @return whole frames.
     */
    public long frames() {
        return receiving.statistics().stream()
                .mapToLong(TrackStatistics::frames)
                .sum();
    }

    /**
     * How much of one kind the sink has got.
     *
     * @param kind sound or picture.
     * @return whole frames.
     */
    public long frames(MediaKind kind) {
        return receiving.statistics().stream()
                .filter(one -> one.track().codec().kind() == kind)
                .mapToLong(TrackStatistics::frames)
                .sum();
    }

    /**
     * What the sink has not got of whole frames, as the verifier has it.
     *
     * @return frames; 0 of the relay's.
     */
    public long rejected() {
        return receiving.statistics().stream()
                .mapToLong(TrackStatistics::rejected)
                .sum();
    }

    /** Asks whether the other is there, by a connectivity check, where nothing comes. */
    public void ask() {
        connection.ask();
    }

    /**
     * When the other last answered a connectivity check.
     *
     * @return on the clock of {@link System#nanoTime}
     */
    public long answeredNs() {
        return connection.lastConsentNs();
    }

    /**
     * How long it took to the other and back, by the quickest connectivity check.
     *
     * @return in nanoseconds; below 0 where none has been answered.
     */
    public long roundTripNs() {
        return connection.roundTripNs();
    }

    /** Asks for a key frame of each picture, at most twice a second; without one whoever takes it over cannot begin. */
    public void requestKeyFrame() {
        receiving.receivers().stream()
                .filter(receiver -> receiver.track().codec().kind() == MediaKind.VIDEO)
                .forEach(TrackReceiver::requestKeyFrame);
    }

    /** In which codecs something comes. */
    List<MediaCodec> codecs() {
        return receiving.receivers().stream()
                .map(receiver -> receiver.track().codec())
                .distinct()
                .toList();
    }

    Optional<TrackReceiver> receiverOf(MediaCodec codec) {
        return receiving.receivers().stream()
                .filter(receiver -> receiver.track().codec() == codec)
                .findFirst();
    }

    /**
     * Takes an offer of the relay, the first or a newer one.
     *
     * @param offer SDP.
     * @return the answer, SDP.
     * @throws MediaException if nothing of the offer can be taken; the message says why. What was there before goes on.
     */
    public String answer(String offer) {
        return answer(offer, connection.localParameters());
    }

    private String answer(String offer, LocalParameters local) {
        try {
            ClientAnswer answer = ClientAnswer.to(SdpParser.parse(offer), local, CAPABILITIES);
            relayAddresses = RelayAddresses.of(answer.remote().candidates());
            connection.connect(answer.remote());
            replaceTracks(answer.media());
            return SdpWriter.write(answer.description());
        } catch (SdpException e) {
            throw new MediaException(e.getMessage());
        }
    }

    /**
     * Where the relay is.
     *
     * @return its UDP addresses; none before it has offered.
     */
    public List<InetSocketAddress> relayAddresses() {
        return relayAddresses;
    }

    /**
     * Of which connection of the relay's an offer is. A {@code Subscriber} takes the offers of one: another one has a handshake of its own.
     *
     * @param offer SDP.
     * @return the session id of its origin line.
     * @throws MediaException if it cannot be read; the message says why.
     */
    public static String connectionOf(String offer) {
        try {
            return SdpParser.parse(offer).origin().sessionId();
        } catch (SdpException e) {
            throw new MediaException(e.getMessage());
        }
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
     * The end that this side did not bring about.
     *
     * @return completes with the reason, after which nothing is received; never after {@link #close}.
     */
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /**
     * What has been received.
     *
     * @return one entry per track that is there now.
     */
    public List<TrackStatistics> statistics() {
        return receiving.statistics();
    }

    /** Ends the connection, and with it all tracks. */
    @Override
    public void close() {
        over = true;
        connection.close();
        connected.completeExceptionally(new MediaException("the connection was ended"));
        replaceTracks(List.of());
    }

    private void replaceTracks(List<NegotiatedMedia> media) {
        Map<Integer, TrackReceiver> before = new HashMap<>(receiving.bySsrc());
        List<RemoteTrack> begun = new ArrayList<>();
        receiving.clear();
        for (NegotiatedMedia section : media) {
            RemoteTrack track = remoteTrack(section);
            if (track != null && !section.encodings().isEmpty() && !isSurplus(track)) {
                addReceiver(section, track, before, begun);
            }
        }
        before.values().forEach(receiver -> sink.onTrackEnded(receiver.track()));
        begun.forEach(sink::onTrack);
    }

    /** A user's edge has at most one track of each kind; the relay sends those of many. */
    private boolean isSurplus(RemoteTrack track) {
        return publisher.isPresent()
                && receiving.receivers().stream()
                        .anyMatch(receiver ->
                                receiver.track().codec().kind() == track.codec().kind());
    }

    private void addReceiver(
            NegotiatedMedia section, RemoteTrack track, Map<Integer, TrackReceiver> before, List<RemoteTrack> begun) {
        NegotiatedEncoding encoding = section.encodings().get(0);
        if (encoding.ssrc().isEmpty()) {
            return;
        }
        int ssrc = encoding.ssrc().getAsInt();
        TrackReceiver receiver = before.get(ssrc);
        if (receiver == null || !receiver.track().equals(track)) {
            receiver = new TrackReceiver(track, ssrc, check, sink);
            begun.add(track);
        } else {
            before.remove(ssrc);
        }
        receiving.add(receiver);
        if (encoding.rtxSsrc().isPresent()) {
            int payloadType = section.codecs().get(0).payloadType();
            receiving.addRetransmission(encoding.rtxSsrc().getAsInt(), receiver, payloadType);
        }
    }

    /** Null for a section that carries nothing, or what this SDK cannot name. */
    private RemoteTrack remoteTrack(NegotiatedMedia section) {
        if (section.direction() != Direction.RECVONLY) {
            return null;
        }
        MediaCodec codec =
                MediaCodec.ofEncodingName(section.codecs().get(0).codec().name());
        try {
            return codec == null ? null : new RemoteTrack(userOf(section), codec);
        } catch (NumberFormatException e) {
            return null; // docs/protocol.md section 8: the stream id is the user id
        }
    }

    private int userOf(NegotiatedMedia section) {
        return publisher.isPresent() ? publisher.getAsInt() : Integer.parseInt(section.streamId());
    }

    private final class Events implements PeerConnection.Owner {
        @Override
        public void onConnected() {
            receiving.onConnected();
            connected.complete(null);
        }

        @Override
        public void onRtp(byte[] data, int offset, int length, long nowNs) {
            if (packet.wrap(data, offset, length)) {
                packets++;
                receiving.onRtp(packet, nowNs);
            }
        }

        @Override
        public void onRtcp(byte[] data, int offset, int length, long nowNs) {
            receiving.onRtcp(data, offset, length, nowNs);
        }

        @Override
        public void onTimer(long nowNs) {
            receiving.onTimer(nowNs);
        }

        @Override
        public void onBatchEnd() {
            receiving.receivers().forEach(TrackReceiver::flush);
        }

        @Override
        public void onClosed(CloseReason reason) {
            over = true;
            connected.completeExceptionally(new MediaException("the connection ended: " + reason));
            replaceTracks(List.of());
            closed.complete(reason);
        }
    }
}
