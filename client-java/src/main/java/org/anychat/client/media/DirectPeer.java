package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.negotiation.ClientTrack;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;
import org.anychat.webrtc.sdp.negotiation.NegotiatedMedia;
import org.anychat.webrtc.sdp.negotiation.RtpExtensions;
import org.anychat.webrtc.sdp.negotiation.UserAgreement;
import org.anychat.webrtc.sdp.negotiation.UserAnswer;
import org.anychat.webrtc.sdp.negotiation.UserOffer;
import org.anychat.webrtc.transport.CloseReason;

/**
 * The WebRTC connection with another user, both ways, without a relay. Both kinds of media have their section from the beginning, so that what is sent may begin,
 * end and change without a further description. Whoever makes it carries the descriptions: one side's {@link #offer} to the other's {@link #answer}, and that back to
 * {@link #accept}. Every method is called on the loop of the {@link MediaResources}, and there futures complete.
 */
public final class DirectPeer implements AutoCloseable {
    private static final int CNAME_BYTES = 8;
    /** How often the sources may go over to another codec, all together. */
    private static final int MOST_CODEC_CHANGES = 15;

    private static final int NO_RTX = -1;

    private final MediaResources resources;
    private final int userId;
    private final MediaSink sink;
    private final String cname;
    private final PeerConnection connection;
    private final SenderFeedback<TrackSender> sending;
    private final ReceiverFeedback receiving;
    private final Map<MediaKind, ClientTrack> tracks = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, MediaSource> sources = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, TrackSender> senders = new EnumMap<>(MediaKind.class);
    /** What comes of each kind now. */
    private final Map<MediaKind, TrackReceiver> receivers = new EnumMap<>(MediaKind.class);

    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final RtpPacket packet = new RtpPacket();
    private final Events events = new Events();
    private UserOffer offer;
    private UserAgreement agreement;
    private ArrivalFeedback arrivals;
    private boolean over;
    private int codecChanges;
    private long packets;
    private int gop;

    /**
     * Opens the connection's UDP port.
     *
     * @param resources   its surroundings.
     * @param userId      the other, whose tracks the sink is told of.
     * @param offers      whether this side makes the offer.
     * @param stunServers by which this side learns its public address, resolved; may be empty.
     * @param sink        where media goes.
     */
    public DirectPeer(
            MediaResources resources, int userId, boolean offers, List<InetSocketAddress> stunServers, MediaSink sink) {
        this(resources, userId, new UserSide(offers, stunServers, resources.random()), sink);
    }

    DirectPeer(MediaResources resources, int userId, PeerConnection.Side side, MediaSink sink) {
        this.resources = resources;
        this.userId = userId;
        this.sink = sink;
        byte[] name = new byte[CNAME_BYTES];
        resources.random().nextBytes(name);
        this.cname = HexFormat.of().formatHex(name);
        this.connection = new PeerConnection(resources, events, side);
        this.sending = new SenderFeedback<>(connection, cname);
        this.receiving = new ReceiverFeedback(connection, resources.random().nextInt());
    }

    /**
     * Makes the offer, once it is known where this side is.
     *
     * @param preferred the codec of video in which the other's pictures should come, or null for any.
     * @return SDP, with all candidates; fails with a {@link MediaException} if no port can be opened, or the connection was closed meanwhile.
     */
    public CompletableFuture<String> offer(MediaCodec preferred) {
        return described().thenApply(local -> {
            name(preferred);
            offer = UserOffer.of(local, cname, List.copyOf(tracks.values()));
            return SdpWriter.write(offer.description());
        });
    }

    /**
     * Answers the other's offer, which starts the connection.
     *
     * @param sdp       the offer.
     * @param preferred as with {@link #offer}.
     * @return SDP, with all candidates; fails as {@link #offer} does, and if nothing of the offer can be taken.
     */
    public CompletableFuture<String> answer(String sdp, MediaCodec preferred) {
        return described().thenApply(local -> {
            if (agreement != null) {
                throw new MediaException("an offer has been answered already");
            }
            name(preferred);
            try {
                UserAnswer answer = UserAnswer.to(SdpParser.parse(sdp), local, cname, List.copyOf(tracks.values()));
                agree(answer.agreement());
                return SdpWriter.write(answer.description());
            } catch (SdpException e) {
                throw new MediaException(e.getMessage());
            }
        });
    }

    /**
     * Takes the other's answer, which starts the connection.
     *
     * @param sdp the answer.
     * @throws MediaException if it does not do, or there is nothing to be answered.
     */
    public void accept(String sdp) {
        if (offer == null || agreement != null || over) {
            throw new MediaException("there is no offer that an answer could be for");
        }
        try {
            agree(offer.agreed(SdpParser.parse(sdp)));
        } catch (SdpException e) {
            throw new MediaException(e.getMessage());
        }
    }

    /**
     * Sets what is sent from now on, in place of what was.
     *
     * @param wanted at most one of each kind; what the other does not take is not sent.
     */
    public void send(List<? extends MediaSource> wanted) {
        sources.clear();
        wanted.forEach(source -> sources.put(source.codec().kind(), source));
        sendAll();
    }

    /**
     * Sets how often the picture is to have a key frame.
     *
     * @param frames from one key frame to the next; 0 for no matter.
     */
    public void gop(int frames) {
        gop = frames;
        TrackSender video = senders.get(MediaKind.VIDEO);
        if (video != null) {
            video.gop(frames);
        }
    }

    /** Asks the other for a key frame of its picture, at most twice a second; without one whoever takes it over cannot begin. */
    public void requestKeyFrame() {
        TrackReceiver video = receivers.get(MediaKind.VIDEO);
        if (video != null) {
            video.requestKeyFrame();
        }
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
     * The end that this side did not bring about.
     *
     * @return completes with the reason, after which nothing is sent or received; never after {@link #close}. {@link
     *     CloseReason#LOCAL}: the other changed its codec more often than is followed.
     */
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /**
     * How much has come.
     *
     * @return authentic packets of media and reports; of a picture that stands still there may be none for a second.
     */
    public long packets() {
        return packets;
    }

    /** Asks whether the other and the path are there, which is answered whatever is sent. To be called again where nothing comes. */
    public void ask() {
        connection.ask();
    }

    /**
     * When the other last answered.
     *
     * @return on the clock of {@link System#nanoTime}; it goes up every few seconds, and with each {@link #ask}, as long as the other and the path are there.
     */
    public long answeredNs() {
        return connection.lastConsentNs();
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
        end();
    }

    private CompletableFuture<LocalParameters> described() {
        CompletionStage<LocalParameters> found = connection.described();
        return found.toCompletableFuture().thenApply(local -> {
            if (over) {
                throw new MediaException("the connection was ended");
            }
            return local;
        });
    }

    private void name(MediaCodec preferred) {
        List<String> video = new ArrayList<>(List.of(MediaCodec.H264.encodingName(), MediaCodec.VP8.encodingName()));
        if (preferred != null && video.remove(preferred.encodingName())) {
            video.add(0, preferred.encodingName());
        }
        tracks.put(MediaKind.AUDIO, track(MediaCodec.OPUS, List.of(MediaCodec.OPUS.encodingName()), false));
        tracks.put(MediaKind.VIDEO, track(MediaCodec.H264, video, true));
    }

    private ClientTrack track(MediaCodec codec, List<String> names, boolean rtx) {
        return new ClientTrack(
                codec.sdpKind(),
                "anychat",
                codec.sdpKind().token(),
                names,
                resources.random().nextInt(),
                rtx ? OptionalInt.of(resources.random().nextInt()) : OptionalInt.empty());
    }

    private void agree(UserAgreement agreed) {
        agreement = agreed;
        arrivals = new ArrivalFeedback(connection, receiving.ownSsrc(), numbersId(agreed));
        connection.connect(agreed.remote());
        sendAll();
    }

    /** A bundle has one id for an extension (RFC 9143 section 15). */
    private static int numbersId(UserAgreement agreed) {
        return agreed.media().stream()
                .mapToInt(media -> media.extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER))
                .filter(id -> id != 0)
                .findFirst()
                .orElse(0);
    }

    private void sendAll() {
        if (agreement == null || over) {
            return;
        }
        for (MediaKind kind : MediaKind.values()) {
            MediaSource source = sources.get(kind);
            NegotiatedCodec codec = source == null ? null : sendable(source.codec());
            send(kind, codec == null ? null : source, codec);
        }
    }

    /** How a codec is sent, or null where the other does not take it. */
    private NegotiatedCodec sendable(MediaCodec codec) {
        NegotiatedMedia media = agreement.media(codec.sdpKind());
        if (media == null || !media.direction().sends()) {
            return null;
        }
        return media.codecs().stream()
                .filter(taken -> taken.codec().is(codec.encodingName()))
                .findFirst()
                .orElse(null);
    }

    /** A source that begins goes on with the numbers of the one before: under one SSRC and key no number may come again. */
    private void send(MediaKind kind, MediaSource source, NegotiatedCodec codec) {
        TrackSender sender = senders.get(kind);
        if (source == null) {
            if (sender != null) {
                sender.source(null, 0, NO_RTX);
            }
            return;
        }
        int rtx = codec.hasRtx() ? codec.rtxPayloadType() : NO_RTX;
        if (sender != null) {
            sender.source(source, codec.payloadType(), rtx);
            return;
        }
        ClientTrack track = tracks.get(kind);
        TrackSender.SendParameters parameters = new TrackSender.SendParameters(
                track.ssrc(), codec.payloadType(), track.rtxSsrc().orElse(0), rtx);
        TrackSender begun = new TrackSender(source, parameters, resources.random(), connection);
        begun.gop(kind == MediaKind.VIDEO ? gop : 0);
        senders.put(kind, begun);
        sending.add(begun);
    }

    /** Takes what the connection brings. */
    PeerConnection.Owner events() {
        return events;
    }

    private void giveUp() {
        if (!over) {
            close();
            closed.complete(CloseReason.LOCAL);
        }
    }

    private void end() {
        List<TrackReceiver> ended = List.copyOf(receivers.values());
        receivers.clear();
        receiving.clear();
        ended.forEach(receiver -> sink.onTrackEnded(receiver.track()));
    }

    private final class Events implements PeerConnection.Owner {
        @Override
        public void onConnected() {
            receiving.onConnected();
            connected.complete(null);
        }

        @Override
        public void onRtp(byte[] data, int offset, int length, long nowNs) {
            if (over || !packet.wrap(data, offset, length)) {
                return;
            }
            packets++;
            arrivals.onRtp(packet, nowNs);
            if (isKnown() || begins()) {
                receiving.onRtp(packet, nowNs);
            }
        }

        /** Whether the packet is of a track that comes already, or repeats one of it. */
        private boolean isKnown() {
            for (TrackReceiver receiver : receivers.values()) {
                if (receiver.ssrc() == packet.ssrc()) {
                    MediaCodec codec = codecOf(packet.payloadType());
                    return codec == null || codec == receiver.track().codec();
                }
            }
            return codecOf(packet.payloadType()) == null;
        }

        /** The first packet of a track: of a source that was named, or, where none was, of whichever comes first. */
        private boolean begins() {
            MediaCodec codec = codecOf(packet.payloadType());
            NegotiatedMedia media = agreement.media(codec.sdpKind());
            OptionalInt named = media.encodings().isEmpty()
                    ? OptionalInt.empty()
                    : media.encodings().get(0).ssrc();
            TrackReceiver before = receivers.get(codec.kind());
            boolean expected = named.isPresent()
                    ? named.getAsInt() == packet.ssrc()
                    : before == null || before.ssrc() == packet.ssrc();
            if (!expected || !media.direction().receives() || (before != null && before.overtakes(packet))) {
                return false;
            }
            if (before != null && ++codecChanges > MOST_CODEC_CHANGES) {
                // Its picture would stand still from now on. Not amid a packet.
                resources.loop().execute(DirectPeer.this::giveUp);
                return false;
            }
            TrackReceiver begun = new TrackReceiver(new RemoteTrack(userId, codec), packet.ssrc(), sink);
            receivers.put(codec.kind(), begun);
            receiving.add(begun);
            if (named.isPresent() && media.encodings().get(0).rtxSsrc().isPresent()) {
                int rtxSsrc = media.encodings().get(0).rtxSsrc().getAsInt();
                receiving.addRetransmission(rtxSsrc, begun, packet.payloadType());
            }
            if (before != null) {
                sink.onTrackEnded(before.track());
            }
            sink.onTrack(begun.track());
            return true;
        }

        /** What comes under a payload type, null for retransmissions and what is not agreed to come. */
        private MediaCodec codecOf(int payloadType) {
            for (NegotiatedMedia media : agreement.media()) {
                NegotiatedCodec codec = media.direction().receives() ? media.codec(payloadType) : null;
                if (codec != null) {
                    return codec.payloadType() == payloadType
                            ? MediaCodec.ofEncodingName(codec.codec().name())
                            : null;
                }
            }
            return null;
        }

        @Override
        public void onRtcp(byte[] data, int offset, int length, long nowNs) {
            packets++;
            sending.onRtcp(data, offset, length, nowNs);
            receiving.onRtcp(data, offset, length, nowNs);
        }

        @Override
        public void onTimer(long nowNs) {
            sending.onTimer(nowNs);
            receiving.onTimer(nowNs);
            arrivals.onTimer(nowNs);
        }

        @Override
        public void onClosed(CloseReason reason) {
            over = true;
            end();
            connected.completeExceptionally(new MediaException("the connection ended: " + reason));
            closed.complete(reason);
        }
    }
}
