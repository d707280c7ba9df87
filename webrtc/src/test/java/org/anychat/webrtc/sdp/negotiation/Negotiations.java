package org.anychat.webrtc.sdp.negotiation;

import java.net.InetSocketAddress;
import java.util.List;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpSamples;

/** Both ends of the negotiations that the tests make. */
final class Negotiations {
    static final LocalParameters RELAY = new LocalParameters(
            4711,
            true,
            "relay",
            "0123456789012345678901",
            new Fingerprint("sha-256", "AB" + ":CD".repeat(31)),
            HostCandidates.udp(
                    List.of(new InetSocketAddress("192.0.2.1", 8907), new InetSocketAddress("2001:db8::1", 8907))));

    static final LocalParameters CLIENT = new LocalParameters(
            4712,
            false,
            "client",
            "abcdefghijklmnopqrstuv",
            new Fingerprint("sha-256", "12" + ":34".repeat(31)),
            List.of());

    private Negotiations() {}

    static PublisherAnswer answerTo(String sample) throws SdpException {
        return PublisherAnswer.to(SdpSamples.parsed(sample), RELAY, MediaCapabilities.relay());
    }

    /** The video of Chromium's plain offer, or its audio. */
    static PublishedTrack track(int section, String user) throws SdpException {
        NegotiatedMedia media = answerTo("chromium-offer-audio-video").media().get(section);
        return PublishedTrack.of(media, user, user + '-' + media.kind().token());
    }
}
