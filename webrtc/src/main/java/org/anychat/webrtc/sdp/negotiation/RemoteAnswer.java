package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;

/**
 * What an answer says to an offer of this side: a viewer's to the relay, or the relay's to a publishing client.
 *
 * @param remote the answerer's half of the transport
 * @param sections one for each of the offer, in its order
 */
public record RemoteAnswer(RemoteParameters remote, List<Section> sections) {
    /**
     * Copies the list.
     *
     * @param remote the answerer's half of the transport
     * @param sections one for each of the offer
     */
    public RemoteAnswer {
        sections = List.copyOf(sections);
    }

    /**
     * One section of the answer.
     *
     * @param mid the section's name
     * @param receives whether the answerer takes what is sent to it
     * @param payloadTypes that it takes, in its order; empty where it rejects the section
     * @param extensionIds that it takes
     * @param feedback messages that it will send about one of them or more, such as {@code nack pli}
     */
    public record Section(
            String mid,
            boolean receives,
            List<Integer> payloadTypes,
            List<Integer> extensionIds,
            List<String> feedback) {
        /**
         * Copies the lists.
         *
         * @param mid the section's name
         * @param receives whether the answerer takes what is sent to it
         * @param payloadTypes that it takes
         * @param extensionIds that it takes
         * @param feedback that it will send
         */
        public Section {
            payloadTypes = List.copyOf(payloadTypes);
            extensionIds = List.copyOf(extensionIds);
            feedback = List.copyOf(feedback);
        }
    }

    /**
     * Reads an answer.
     *
     * @param offer what it answers
     * @param answer the answer
     * @return what it says
     * @throws SdpException where the sections are not those of the offer, or the transport is incomplete
     */
    public static RemoteAnswer of(SessionDescription offer, SessionDescription answer) throws SdpException {
        if (answer.media().size() != offer.media().size()) {
            throw new SdpException("the answer has " + answer.media().size() + " sections, the offer "
                    + offer.media().size());
        }
        List<Section> sections = new ArrayList<>();
        MediaSection bundled = null;
        for (int index = 0; index < offer.media().size(); index++) {
            MediaSection section = answer.media().get(index);
            requireSame(index, offer.media().get(index), section);
            sections.add(section(offer.media().get(index), section));
            bundled = bundled == null && !section.isRejected() ? section : bundled;
        }
        if (bundled == null) {
            throw new SdpException("the answer rejects every section");
        }
        return new RemoteAnswer(RemoteParameters.ofAnswer(answer.transportOf(bundled)), sections);
    }

    private static void requireSame(int index, MediaSection offered, MediaSection answered) throws SdpException {
        boolean sameMid = answered.isRejected() || offered.mid().equals(answered.mid());
        if (!sameMid || !offered.media().equals(answered.media())) {
            throw new SdpException("section " + (index + 1) + " of the answer is " + answered.media() + " "
                    + answered.mid() + ", of the offer " + offered.media() + " " + offered.mid());
        }
    }

    private static Section section(MediaSection offered, MediaSection answered) {
        if (answered.isRejected()) {
            return new Section(offered.mid(), false, List.of(), List.of(), List.of());
        }
        List<Integer> payloadTypes = answered.codecs().stream()
                .map(Codec::payloadType)
                .filter(payloadType -> offered.codec(payloadType) != null)
                .toList();
        List<Integer> extensionIds = answered.extMaps().stream()
                .map(ExtMap::id)
                .filter(id -> offered.extMaps().stream().anyMatch(extension -> extension.id() == id))
                .toList();
        List<String> feedback = answered.codecs().stream()
                .flatMap(codec -> codec.feedback().stream())
                .distinct()
                .toList();
        return new Section(offered.mid(), answered.direction().receives(), payloadTypes, extensionIds, feedback);
    }

    /**
     * The section of a name.
     *
     * @param mid the name
     * @return the section, or null
     */
    public Section section(String mid) {
        return sections.stream()
                .filter(section -> section.mid().equals(mid))
                .findFirst()
                .orElse(null);
    }
}
