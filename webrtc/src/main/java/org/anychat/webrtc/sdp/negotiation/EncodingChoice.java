package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.Rid;
import org.anychat.webrtc.sdp.Simulcast;
import org.anychat.webrtc.sdp.Ssrc;
import org.anychat.webrtc.sdp.SsrcGroup;

/** Finds the RTP streams of a section: by rid, by a SIM group, or the first source. */
final class EncodingChoice {
    static final int MAX_ENCODINGS = 4;

    private EncodingChoice() {}

    static List<NegotiatedEncoding> of(MediaSection section) {
        List<NegotiatedEncoding> encodings = new ArrayList<>();
        for (String rid : sentRids(section)) {
            encodings.add(new NegotiatedEncoding(rid, OptionalInt.empty(), OptionalInt.empty()));
        }
        if (encodings.isEmpty()) {
            bySsrc(section, encodings);
        }
        if (encodings.isEmpty()) {
            encodings.add(new NegotiatedEncoding(null, OptionalInt.empty(), OptionalInt.empty()));
        }
        return encodings;
    }

    /** What {@code a=simulcast} sends and {@code a=rid} describes; at most {@value #MAX_ENCODINGS}. */
    static List<String> sentRids(MediaSection section) {
        if (section.simulcast() == null) {
            return List.of();
        }
        List<String> described =
                section.rids().stream().filter(Rid::sent).map(Rid::id).toList();
        return Simulcast.rids(section.simulcast().send()).stream()
                .filter(described::contains)
                .limit(MAX_ENCODINGS)
                .toList();
    }

    private static void bySsrc(MediaSection section, List<NegotiatedEncoding> encodings) {
        for (int ssrc : layers(section)) {
            encodings.add(new NegotiatedEncoding(null, OptionalInt.of(ssrc), rtxOf(section, ssrc)));
        }
    }

    private static List<Integer> layers(MediaSection section) {
        return section.ssrcGroups().stream()
                .filter(group -> group.semantics().equals("SIM"))
                .findFirst()
                .map(group -> group.ssrcs().stream().limit(MAX_ENCODINGS).toList())
                .orElseGet(() -> firstSource(section));
    }

    private static List<Integer> firstSource(MediaSection section) {
        for (SsrcGroup group : section.ssrcGroups()) {
            if (group.semantics().equals("FID") && group.ssrcs().size() == 2) {
                return group.ssrcs().subList(0, 1);
            }
        }
        return section.ssrcs().stream().limit(1).map(Ssrc::ssrc).toList();
    }

    private static OptionalInt rtxOf(MediaSection section, int ssrc) {
        for (SsrcGroup group : section.ssrcGroups()) {
            boolean pair = group.semantics().equals("FID") && group.ssrcs().size() == 2;
            if (pair && group.ssrcs().get(0) == ssrc) {
                return OptionalInt.of(group.ssrcs().get(1));
            }
        }
        return OptionalInt.empty();
    }
}
