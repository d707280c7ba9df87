package org.anychat.webrtc.sdp;

import java.util.List;

/** Writes a {@link SessionDescription} in one fixed order, so that equal descriptions have equal texts. */
public final class SdpWriter {
    private final StringBuilder text = new StringBuilder(2048);

    private SdpWriter() {}

    /**
     * Writes a description.
     *
     * @param description what to write
     * @return lines that end in CRLF
     */
    public static String write(SessionDescription description) {
        SdpWriter writer = new SdpWriter();
        writer.session(description);
        description.media().forEach(writer::section);
        return writer.text.toString();
    }

    private void session(SessionDescription description) {
        Origin origin = description.origin();
        line("v=0");
        line("o=" + origin.username() + ' ' + origin.sessionId() + ' ' + origin.sessionVersion() + ' '
                + origin.address());
        line("s=-");
        line("t=0 0");
        if (!description.bundle().isEmpty()) {
            attribute("group", "BUNDLE " + String.join(" ", description.bundle()));
        }
        flag("ice-lite", description.iceLite());
        transport(description.transport());
        others(description.others());
    }

    private void section(MediaSection section) {
        line("m=" + section.media() + ' ' + section.port() + ' ' + section.protocol() + ' '
                + String.join(" ", section.formats()));
        line("c=IN IP4 0.0.0.0");
        attributeIfPresent("mid", section.mid());
        transport(section.transport());
        flag("bundle-only", section.bundleOnly());
        section.extMaps().forEach(this::extMap);
        line("a=" + section.direction().token());
        if (section.msid() != null) {
            attribute("msid", msid(section.msid()));
        }
        flag("rtcp-mux", section.rtcpMux());
        flag("rtcp-rsize", section.rtcpReducedSize());
        section.codecs().forEach(this::codec);
        section.rids().forEach(this::rid);
        simulcast(section.simulcast());
        section.ssrcGroups().forEach(this::ssrcGroup);
        section.ssrcs().forEach(this::ssrc);
        others(section.others());
    }

    private void transport(TransportDescription transport) {
        attributeIfPresent("ice-ufrag", transport.ufrag());
        attributeIfPresent("ice-pwd", transport.password());
        if (!transport.iceOptions().isEmpty()) {
            attribute("ice-options", String.join(" ", transport.iceOptions()));
        }
        for (Fingerprint fingerprint : transport.fingerprints()) {
            attribute("fingerprint", fingerprint.toString());
        }
        if (transport.setup() != null) {
            attribute("setup", transport.setup().token());
        }
        transport.candidates().forEach(candidate -> attribute("candidate", candidate));
        flag("end-of-candidates", transport.endOfCandidates());
    }

    private void extMap(ExtMap extMap) {
        String direction =
                extMap.direction() == null ? "" : "/" + extMap.direction().token();
        String attributes = extMap.attributes() == null ? "" : " " + extMap.attributes();
        attribute("extmap", extMap.id() + direction + ' ' + extMap.uri() + attributes);
    }

    private static String msid(Msid msid) {
        return msid.trackId().isEmpty() ? msid.streamId() : msid.streamId() + ' ' + msid.trackId();
    }

    private void codec(Codec codec) {
        String channels = codec.channels() == 1 ? "" : "/" + codec.channels();
        attribute("rtpmap", codec.payloadType() + " " + codec.name() + '/' + codec.clockRateHz() + channels);
        codec.feedback().forEach(feedback -> attribute("rtcp-fb", codec.payloadType() + " " + feedback));
        if (!codec.fmtp().isEmpty()) {
            attribute("fmtp", codec.payloadType() + " " + codec.fmtp());
        }
    }

    private void rid(Rid rid) {
        String restrictions = rid.restrictions() == null ? "" : " " + rid.restrictions();
        attribute("rid", rid.id() + (rid.sent() ? " send" : " recv") + restrictions);
    }

    private void simulcast(Simulcast simulcast) {
        if (simulcast != null) {
            String send = simulcast.send() == null ? "" : "send " + simulcast.send();
            String recv = simulcast.recv() == null ? "" : "recv " + simulcast.recv();
            attribute("simulcast", (send + " " + recv).trim());
        }
    }

    private void ssrcGroup(SsrcGroup group) {
        StringBuilder value = new StringBuilder(group.semantics());
        group.ssrcs().forEach(ssrc -> value.append(' ').append(Integer.toUnsignedString(ssrc)));
        attribute("ssrc-group", value.toString());
    }

    private void ssrc(Ssrc ssrc) {
        String number = Integer.toUnsignedString(ssrc.ssrc());
        attribute("ssrc", ssrc.cname() == null ? number : number + " cname:" + ssrc.cname());
    }

    private void others(List<Attribute> others) {
        others.forEach(attribute -> line("a=" + attribute));
    }

    private void attributeIfPresent(String name, String value) {
        if (value != null) {
            attribute(name, value);
        }
    }

    private void flag(String name, boolean present) {
        if (present) {
            line("a=" + name);
        }
    }

    private void attribute(String name, String value) {
        line("a=" + name + ':' + value);
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
