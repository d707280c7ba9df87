package org.anychat.webrtc.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Descriptions captured from Chromium 156 and Firefox 153, and the relay offers that its answers belong to. */
public final class SdpSamples {
    public static final List<String> ALL = List.of(
            "chromium-offer-audio-video",
            "chromium-offer-simulcast",
            "chromium-offer-datachannel",
            "chromium-offer-recvonly",
            "relay-offer-empty",
            "relay-offer-two",
            "relay-offer-removed",
            "chromium-answer-empty",
            "chromium-answer-two",
            "chromium-answer-removed",
            "firefox-offer-audio-video",
            "firefox-offer-simulcast",
            "firefox-offer-recvonly",
            "firefox-answer-two",
            "firefox-answer-removed");

    private SdpSamples() {}

    public static String text(String name) {
        try (InputStream in = SdpSamples.class.getResourceAsStream(name + ".sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SessionDescription parsed(String name) throws SdpException {
        return SdpParser.parse(text(name));
    }
}
