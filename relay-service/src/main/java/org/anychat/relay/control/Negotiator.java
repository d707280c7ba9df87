package org.anychat.relay.control;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.contracts.RelayApi.AudioSettings;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.media.MediaLoop;
import org.anychat.relay.media.MediaLoops;
import org.anychat.webrtc.dtls.DtlsFingerprint;
import org.anychat.webrtc.dtls.DtlsRole;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.negotiation.ClientAnswer;
import org.anychat.webrtc.sdp.negotiation.HostCandidates;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.PublisherAnswer;
import org.anychat.webrtc.sdp.negotiation.RemoteParameters;
import org.anychat.webrtc.sdp.negotiation.RtpExtensions;
import org.anychat.webrtc.sdp.negotiation.SubscriberOffer;
import org.anychat.webrtc.sdp.negotiation.ViewerAnswer;
import org.anychat.webrtc.transport.RemotePeer;

/** The relay's part in offer and answer: its half of every transport, and what it takes. Refuses with BAD_PARAMETER. */
public final class Negotiator {
    /** More than a gateway's candidates have, which take a step more. */
    private static final int TCP_PREFERENCE = 8191;

    private static final Set<String> HOP_BY_HOP =
            Set.of(RtpExtensions.ABSOLUTE_SEND_TIME, RtpExtensions.TRANSMISSION_OFFSET);

    private final Fingerprint fingerprint;
    private final List<String> forClients;
    private final List<String> forRelays;
    private final MediaCapabilities publishers;
    private final MediaCapabilities viewers;
    private final String route;
    private final MediaCapabilities relays;
    private final String cname;
    private final SecureRandom random;

    /**
     * Where peers are to send to, the best first.
     *
     * @param forClients as clients reach the relay
     * @param tcpForClients as they reach it by TCP; empty where they do not
     * @param forRelays as other relays of its cluster reach it
     */
    public record Addresses(
            List<InetSocketAddress> forClients,
            List<InetSocketAddress> tcpForClients,
            List<InetSocketAddress> forRelays) {
        /**
         * Copies the lists.
         *
         * @param forClients at least one
         * @param tcpForClients may be empty
         * @param forRelays at least one
         */
        public Addresses {
            forClients = List.copyOf(forClients);
            tcpForClients = List.copyOf(tcpForClients);
            forRelays = List.copyOf(forRelays);
        }
    }

    /**
     * What the relay's peers know it by.
     *
     * @param certificate the fingerprint that peers are told
     * @param route by which gateways find the relay in the name of a check
     * @param cname the relay's canonical name towards viewers
     */
    public record Identity(DtlsFingerprint certificate, String route, String cname) {}

    /**
     * Makes a negotiator.
     *
     * @param identity what peers know the relay by
     * @param addresses what peers are told
     * @param capabilities what publishers may send
     * @param random a cryptographic source
     */
    public Negotiator(Identity identity, Addresses addresses, MediaCapabilities capabilities, SecureRandom random) {
        DtlsFingerprint certificate = identity.certificate();
        this.fingerprint = new Fingerprint(certificate.algorithm(), certificate.value());
        this.route = identity.route();
        this.forClients = Stream.concat(
                        HostCandidates.udp(addresses.forClients()).stream(),
                        HostCandidates.passiveTcp(addresses.tcpForClients(), TCP_PREFERENCE).stream())
                .toList();
        this.forRelays = HostCandidates.udp(addresses.forRelays());
        this.publishers = capabilities;
        this.viewers = forViewers(capabilities);
        this.relays = viewers.withoutFeedback(MediaCapabilities.TRANSPORT_CC);
        this.cname = identity.cname();
        this.random = random;
    }

    /**
     * Viewers get no timing of the publisher's way to the relay. Nor are they asked for REMB: who sends it sets it to no
     * more than half above what comes, so that a video which was paused by it would never come back.
     */
    private static MediaCapabilities forViewers(MediaCapabilities capabilities) {
        List<String> extensions = capabilities.extensions().stream()
                .filter(uri -> !HOP_BY_HOP.contains(uri))
                .toList();
        return new MediaCapabilities(
                        capabilities.audioCodecs(), capabilities.videoCodecs(), extensions, capabilities.feedback())
                .withoutFeedback("goog-remb");
    }

    /** Credentials whose name leads every socket's reader to the loop, and every gateway to this relay. */
    IceCredentials credentials(MediaLoop loop) {
        IceCredentials drawn = IceCredentials.generate(random);
        return new IceCredentials(MediaLoops.ufragPrefix(loop) + route + drawn.ufrag(), drawn.password());
    }

    /** Credentials of a link that comes in, on a socket of its own. */
    IceCredentials credentials() {
        return IceCredentials.generate(random);
    }

    long newSessionId() {
        return random.nextLong() & Long.MAX_VALUE;
    }

    /** The relay's half of one transport. */
    LocalParameters local(long sdpSessionId, IceCredentials credentials) {
        return half(sdpSessionId, credentials, forClients);
    }

    /** The relay's half of a link that another relay opens. */
    LocalParameters localOfLink(long sdpSessionId, IceCredentials credentials) {
        return half(sdpSessionId, credentials, forRelays);
    }

    private LocalParameters half(long sdpSessionId, IceCredentials credentials, List<String> candidates) {
        return new LocalParameters(
                sdpSessionId, true, credentials.ufrag(), credentials.password(), fingerprint, candidates);
    }

    /** Answers a publisher; the first codec of an answer is what it sends. {@code videos} come before the relay's own choice. */
    PublisherAnswer answer(
            SessionDescription offer, LocalParameters local, AudioSettings audio, List<VideoCodec> videos) {
        MediaCapabilities taken = publishers;
        for (int i = videos.size() - 1; i >= 0; i--) {
            taken = taken.preferringVideo(videos.get(i).name());
        }
        try {
            return PublisherAnswer.to(offer, local, taken.askingOpus(OpusWish.of(audio)));
        } catch (SdpException e) {
            throw bad("offer: " + e.getMessage());
        }
    }

    /**
     * What this relay answers to a viewer that offers; sections that were there before keep their sources. Their sound is
     * plain, as one track after another comes in them.
     */
    ViewerAnswer answerViewer(SessionDescription offer, LocalParameters local, List<ViewerAnswer.Seat> before) {
        try {
            return ViewerAnswer.to(offer, local, viewers.withoutRed(), cname, before, random::nextInt);
        } catch (SdpException e) {
            throw bad("offer: " + e.getMessage());
        }
    }

    /** What this relay answers to another that offers its publishers' media. */
    ClientAnswer answerRelay(String offer, long sdpSessionId, IceCredentials local) {
        LocalParameters half =
                new LocalParameters(sdpSessionId, false, local.ufrag(), local.password(), fingerprint, List.of());
        try {
            return ClientAnswer.to(parse(offer), half, relays);
        } catch (SdpException e) {
            throw bad("offer of a relay: " + e.getMessage());
        }
    }

    /** Another relay's half of a link, with its addresses. */
    RemotePeer remoteRelay(RemoteParameters remote) {
        RemotePeer peer = remotePeer(remote);
        List<IceCandidate> addresses = remote.candidates().stream()
                .flatMap(value -> IceCandidate.parse("candidate:" + value).stream())
                .toList();
        return new RemotePeer(peer.ice(), addresses, peer.fingerprints(), peer.localDtlsRole());
    }

    SubscriberOffer newOffers(LocalParameters local) {
        return new SubscriberOffer(local, viewers, cname, random);
    }

    /** Offers to another relay, which gets what its viewers need, whatever that is: nothing is weighed on the way. */
    SubscriberOffer newOffersToRelay(LocalParameters local) {
        return new SubscriberOffer(local, relays, cname, random);
    }

    SessionDescription parse(String sdp) {
        try {
            return SdpParser.parse(sdp);
        } catch (SdpException e) {
            throw bad("sdp: " + e.getMessage());
        }
    }

    /** A peer's half of a transport, for the media loop. */
    RemotePeer remotePeer(RemoteParameters remote) {
        if (!IceCredentials.isValid(remote.ufrag(), remote.password())) {
            throw bad("sdp: malformed ICE credentials");
        }
        DtlsFingerprint peer = DtlsFingerprint.parse(remote.fingerprint().toString())
                .orElseThrow(() -> bad("sdp: malformed fingerprint"));
        DtlsRole role = remote.localSetup() == SetupRole.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
        return new RemotePeer(new IceCredentials(remote.ufrag(), remote.password()), List.of(), List.of(peer), role);
    }

    static ServiceException bad(String message) {
        return new ServiceException(ServiceError.BAD_PARAMETER, message);
    }
}
