package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.anychat.webrtc.rtp.HeaderExtensions;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.MediaSectionBuilder;
import org.anychat.webrtc.sdp.Msid;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.Ssrc;
import org.anychat.webrtc.sdp.SsrcGroup;

/**
 * A relay's answer to a viewer that offers to receive (WHEP). Each accepted section has one source for good, whosever track
 * it carries: tracks change without another offer. The n-th section of sound and the n-th of picture are one stream.
 *
 * @param description the answer; the accepted sections are sendonly
 * @param remote the viewer's half of the transport; {@code PASSIVE} wherever the viewer leaves the DTLS role open
 * @param seats the accepted sections that receive, in the order of the offer
 */
public record ViewerAnswer(SessionDescription description, RemoteParameters remote, List<Seat> seats) {
    /**
     * Copies the list.
     *
     * @param description the answer
     * @param remote the viewer's half of the transport
     * @param seats the accepted sections
     */
    public ViewerAnswer {
        seats = List.copyOf(seats);
    }

    /**
     * A section that carries one track after another.
     *
     * @param media what was negotiated for it, in the viewer's numbers
     * @param ssrc its source, of this viewer alone
     * @param rtxSsrc the source of its retransmissions; empty where the viewer takes none
     */
    public record Seat(NegotiatedMedia media, int ssrc, OptionalInt rtxSsrc) {
        /**
         * How a track is carried.
         *
         * @param track a publisher's, of the same kind
         * @return the way; none of its payload types is offered where the viewer takes none of its codecs
         */
        public ViewerTrack carry(PublishedTrack track) {
            ViewerTrack carried = new ViewerTrack(media.mid(), track, ssrc, rtxSsrc);
            for (NegotiatedCodec published : track.codecs()) {
                media.codecs().stream()
                        .filter(mine -> ViewerFormats.takes(mine.codec(), published.codec()))
                        .findFirst()
                        .ifPresent(mine -> carried.map(
                                published.payloadType(),
                                mine.payloadType(),
                                mine.hasRtx() ? mine.rtxPayloadType() : ViewerTrack.NOT_OFFERED));
            }
            Map<Integer, Integer> ids = new HashMap<>();
            track.extensions().forEach(extension -> {
                int id = media.extensionId(extension.uri());
                if (id != 0 && !RtpExtensions.BOUND_TO_SECTION.contains(extension.uri())) {
                    ids.put(extension.id(), id);
                }
            });
            carried.mapExtensions(ids);
            carried.transportSequenceId(numbering());
            return carried;
        }

        /** Numbers are of use where the viewer tells of them, and in each packet: most have the one-byte form. */
        private int numbering() {
            boolean told = media.codecs().stream()
                    .anyMatch(codec -> codec.codec().feedback().contains(MediaCapabilities.TRANSPORT_CC));
            int id = told ? media.extensionId(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER) : 0;
            return id > HeaderExtensions.MAX_ONE_BYTE_ID ? 0 : id;
        }
    }

    /**
     * Answers an offer.
     *
     * @param offer the viewer's
     * @param local the relay's half of the transport
     * @param capabilities what the relay can send
     * @param cname of all sources
     * @param before the seats of the answers before, whose sources go on where a section is the same, and of which those
     *     that the offer does not have any more give theirs to new ones; empty for a first one
     * @param ssrcs draws random numbers
     * @return the answer
     * @throws SdpException where nothing of the offer can be accepted; the message says why
     */
    public static ViewerAnswer to(
            SessionDescription offer,
            LocalParameters local,
            MediaCapabilities capabilities,
            String cname,
            List<Seat> before,
            IntSupplier ssrcs)
            throws SdpException {
        Sender sender = new Sender(cname, before, namesOf(offer), ssrcs);
        Answerer answerer = new Answerer(offer, local, capabilities, sender);
        answerer.answer(SetupRole.PASSIVE);
        if (sender.seats.isEmpty()) {
            throw new SdpException("no section of the offer receives anything that can be sent");
        }
        return new ViewerAnswer(answerer.description(), answerer.remote(), sender.seats);
    }

    private static Set<String> namesOf(SessionDescription offer) {
        return offer.media().stream()
                .filter(section -> section.direction().receives())
                .map(MediaSection::mid)
                .collect(Collectors.toSet());
    }

    /** Sends in all sections that receive. */
    private static final class Sender implements Answerer.Part {
        private final String cname;
        private final List<Seat> before;
        /** Of those, the ones whose sections the offer does not have. */
        private final List<Seat> free;

        private final IntSupplier random;
        private final Set<Integer> used = new HashSet<>(Set.of(0));
        private final List<Seat> seats = new ArrayList<>();

        Sender(String cname, List<Seat> before, Set<String> names, IntSupplier random) {
            this.cname = cname;
            this.before = before;
            this.free = new ArrayList<>(before.stream()
                    .filter(seat -> !names.contains(seat.media().mid()))
                    .toList());
            this.random = random;
            before.forEach(seat -> {
                used.add(seat.ssrc());
                seat.rtxSsrc().ifPresent(used::add);
            });
        }

        @Override
        public Direction direction(MediaSection offered) {
            return offered.direction().receives() ? Direction.SENDONLY : Direction.INACTIVE;
        }

        @Override
        public void describe(NegotiatedMedia accepted, MediaSectionBuilder section) {
            if (accepted.direction() != Direction.SENDONLY) {
                return;
            }
            Seat seat = before.stream()
                    .filter(earlier -> earlier.media().mid().equals(accepted.mid())
                            && earlier.media().kind() == accepted.kind())
                    .findFirst()
                    .map(earlier -> new Seat(accepted, earlier.ssrc(), earlier.rtxSsrc()))
                    .orElseGet(() -> newSeat(accepted));
            long number = 1
                    + seats.stream()
                            .filter(other -> other.media().kind() == accepted.kind())
                            .count();
            seats.add(seat);
            section.msid(new Msid("stream-" + number, accepted.kind().token() + "-" + number))
                    .ssrcs(sources(seat))
                    .ssrcGroups(pair(seat));
        }

        /** A viewer that names its sections otherwise with each offer gets no more sources than it has sections at once. */
        private Seat newSeat(NegotiatedMedia accepted) {
            boolean rtx = accepted.kind() == MediaKind.VIDEO
                    && accepted.codecs().stream().anyMatch(NegotiatedCodec::hasRtx);
            for (Seat seat : free) {
                if (seat.media().kind() == accepted.kind() && seat.rtxSsrc().isPresent() == rtx) {
                    free.remove(seat);
                    return new Seat(accepted, seat.ssrc(), seat.rtxSsrc());
                }
            }
            return new Seat(accepted, draw(), rtx ? OptionalInt.of(draw()) : OptionalInt.empty());
        }

        private int draw() {
            int ssrc = random.getAsInt();
            while (!used.add(ssrc)) {
                ssrc = random.getAsInt();
            }
            return ssrc;
        }

        private List<Ssrc> sources(Seat seat) {
            List<Ssrc> sources = new ArrayList<>();
            sources.add(new Ssrc(seat.ssrc(), cname));
            seat.rtxSsrc().ifPresent(rtx -> sources.add(new Ssrc(rtx, cname)));
            return sources;
        }

        private static List<SsrcGroup> pair(Seat seat) {
            return seat.rtxSsrc().isEmpty()
                    ? List.of()
                    : List.of(new SsrcGroup(
                            "FID", List.of(seat.ssrc(), seat.rtxSsrc().getAsInt())));
        }
    }
}
