package org.anychat.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A kind of input that no good client sends. */
enum BadInput {
    NOTHING("", Source.NOBODY, "nothing: what two turns without any bad input differ by"),
    STUN_FORGED("stun-forged", Source.STRANGER, "checks with a session's name and a wrong password"),
    STUN_UNKNOWN("stun-unknown", Source.STRANGER, "checks with a name that nobody has"),
    STUN_REPLAY("stun-replay", Source.STRANGER, "a viewer's last check again, from another address"),
    HELLO_STRANGER("hello", Source.STRANGER, "ClientHellos from an address that no check has proved"),
    RTP_STRANGER("rtp-forged", Source.STRANGER, "RTP from an address that no check has proved"),
    STUN_FLOOD("stun-flood", Source.VIEWER, "authentic checks"),
    HELLO_PEER("hello", Source.VIEWER, "ClientHellos on a connection that has its keys"),
    RTP_FORGED("rtp-forged", Source.PUBLISHER, "RTP that is not authentic, on a connection"),
    RTP_SSRC("rtp-ssrc", Source.PUBLISHER, "authentic RTP, each packet of another SSRC"),
    RTP_EXTENSION("rtp-extension", Source.PUBLISHER, "authentic RTP with 1 KB of header extensions"),
    RTP_TENFOLD("", Source.TENFOLD, "ten times the video"),
    RTCP_WILD("rtcp-wild", Source.VIEWER, "authentic RTCP whose counts and lengths lie"),
    RTCP_BOMB("rtcp-bomb", Source.VIEWER, "90 key-frame requests in one compound packet"),
    NACK("nack", Source.VIEWER, "NACKs for a thousand packets each"),
    PLI("pli", Source.VIEWER, "key-frame requests"),
    PUBLISHER_WILD("rtcp-wild", Source.PUBLISHER, "the publisher's RTCP whose counts and lengths lie"),
    PUBLISHER_NACK("nack", Source.PUBLISHER, "NACKs of a publisher"),
    PUBLISHER_PLI("pli", Source.PUBLISHER, "key-frame requests of a publisher"),
    SR_LIES("sr-lies", Source.PUBLISHER, "sender reports with any time, timestamp and count"),
    RR_LIES("rr-lies", Source.VIEWER, "receiver reports with any loss, jitter and time"),
    REMB_LIES("remb-lies", Source.VIEWER, "estimates of any bandwidth, for sources that are not there"),
    TWCC_FORGED("twcc-forged", Source.VIEWER, "transport-wide feedback about packets that were never sent"),
    TWCC_SILENT("", Source.SILENT, "ten viewers that negotiate transport-wide feedback and send none"),
    SDP_SECTIONS("", Source.DESCRIPTION, "publish with 1000 media sections"),
    SDP_LONG("", Source.DESCRIPTION, "publish with 1 MB of description");

    /** Whose input it is. */
    enum Source {
        /** No bad input at all. */
        NOBODY,
        /** Somebody with a socket. */
        STRANGER,
        /** Somebody with a session, on the connection that receives. */
        VIEWER,
        /** Somebody with a session, on the connection that sends. */
        PUBLISHER,
        /** A publisher with more media than it should have. */
        TENFOLD,
        /** Viewers who do nothing. */
        SILENT,
        /** Somebody with a session, over the gateway. */
        DESCRIPTION
    }

    /** What attack.c calls it; empty for what it does not send. */
    final String kind;

    final Source source;
    final String words;

    BadInput(String kind, Source source, String words) {
        this.kind = kind;
        this.source = source;
        this.words = words;
    }

    /** As it is named on the command line. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static BadInput of(String label) {
        return Arrays.stream(values())
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such input: " + label + ", but "
                        + Arrays.stream(values()).map(BadInput::label).collect(Collectors.joining(", "))));
    }
}
