package org.anychat.client.media;

import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.client.ProtocolServer;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;
import org.anychat.webrtc.sdp.negotiation.PublishedTrack;
import org.anychat.webrtc.sdp.negotiation.SubscriberOffer;
import org.anychat.webrtc.sdp.negotiation.ViewerTrack;

/**
 * A gateway and a relay for one client, for tests: takes what is published, and sends the sample as user -3 to whoever subscribes. Everything else is answered as
 * {@link ProtocolServer#greet} does, or with plain success.
 */
public final class MediaGateway implements ProtocolServer.Behaviour {
    private static final int H264_PAYLOAD_TYPE = 102;

    /** What was published. */
    public final FrameCollector published = new FrameCollector();
    /** The relay's ends of the publishing connections, in order. */
    public final BlockingQueue<RelayPeer> publishers = new LinkedBlockingQueue<>();
    /** The relay's ends of the subscribing connections, in order. */
    public final BlockingQueue<RelayPeer> subscribers = new LinkedBlockingQueue<>();

    /** How many subscriptions bring no offer. */
    public final AtomicInteger withoutOffer = new AtomicInteger();

    private final MediaLoop loop;
    private RelayPeer viewer;
    private SubscriberOffer offers;
    private ViewerTrack track;

    public MediaGateway(MediaLoop loop) {
        this.loop = loop;
    }

    @Override
    public void onRequest(ClientRequest request, ProtocolServer.Peer peer) {
        try {
            if (request instanceof ClientRequest.Publish publish) {
                publish(publish, peer);
            } else if (request instanceof ClientRequest.Subscribe) {
                peer.reply(request, ReplyBody.EMPTY);
                offer(peer);
            } else if (request instanceof ClientRequest.MediaAnswer answer) {
                onAnswer(answer);
                peer.reply(request, ReplyBody.EMPTY);
            } else {
                greet(request, peer);
            }
        } catch (Exception e) {
            throw new AssertionError(request.toString(), e);
        }
    }

    private static void greet(ClientRequest request, ProtocolServer.Peer peer) {
        ProtocolServer.greet(request, peer);
        boolean answered = request instanceof ClientRequest.Connect
                || request instanceof ClientRequest.Login
                || request instanceof ClientRequest.EnterRoom;
        if (!answered) {
            peer.reply(request, ReplyBody.EMPTY);
        }
    }

    private void publish(ClientRequest.Publish request, ProtocolServer.Peer peer) throws Exception {
        RelayPeer relay = open(published);
        peer.reply(request, new ReplyBody.Published(loop.call(() -> relay.answer(request.sdp()))));
        publishers.add(relay);
    }

    private void offer(ProtocolServer.Peer peer) throws Exception {
        if (withoutOffer.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            subscribe(peer);
        }
    }

    private void subscribe(ProtocolServer.Peer peer) throws Exception {
        viewer = open(new MediaSink() {});
        offers = new SubscriberOffer(viewer.localParameters(), MediaCapabilities.relay(), "relay", new Random(5));
        Codec codec = new Codec(
                H264_PAYLOAD_TYPE,
                "H264",
                90_000,
                1,
                "packetization-mode=1;profile-level-id=42e01f",
                List.of("nack", "nack pli"));
        track = offers.addTrack(new PublishedTrack(
                        org.anychat.webrtc.sdp.MediaKind.VIDEO,
                        "-3",
                        "-3-video",
                        List.of(new NegotiatedCodec(codec, NegotiatedCodec.NO_RTX)),
                        List.of()))
                .orElseThrow();
        SubscriberOffer.Offer offer = offers.offer();
        peer.send(new ServerEvent.MediaOffer(offer.revision(), SdpWriter.write(offer.description())));
    }

    private void onAnswer(ClientRequest.MediaAnswer answer) throws Exception {
        RelayPeer relay = viewer;
        TrackSender.SendParameters parameters = new TrackSender.SendParameters(
                track.ssrc(),
                track.payloadType(H264_PAYLOAD_TYPE),
                track.rtxSsrc().orElse(0),
                track.rtxPayloadType(H264_PAYLOAD_TYPE));
        loop.run(() -> accept(relay, answer, parameters));
        subscribers.add(relay);
    }

    private void accept(RelayPeer relay, ClientRequest.MediaAnswer answer, TrackSender.SendParameters parameters) {
        try {
            offers.answered(answer.revision(), SdpParser.parse(answer.sdp())).ifPresent(relay::accept);
            relay.send(Sample.video(), parameters);
        } catch (SdpException e) {
            throw new AssertionError(answer.sdp(), e);
        }
    }

    private RelayPeer open(MediaSink sink) throws Exception {
        return loop.call(() -> new RelayPeer(loop.resources(), sink, 0, 1).open())
                .get(10, TimeUnit.SECONDS);
    }
}
