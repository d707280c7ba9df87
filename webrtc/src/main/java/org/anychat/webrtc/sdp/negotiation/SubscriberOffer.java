package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.anychat.webrtc.sdp.Attribute;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.Origin;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.TransportDescription;

/**
 * The relay's offers to one viewer (RFC 9429 §5.2). Each track has a sendonly section; a section whose track is gone
 * becomes inactive and later carries another track of its kind under the same mid. Sections stay in order and never
 * go away. ICE credentials and DTLS are said once, for the session (RFC 8839 §5.4), and the candidates in the first
 * section, as one offer may have a hundred sections.
 *
 * <p>The first section is audio and there from the start, inactive where nobody speaks: an offer needs a section for the
 * bundle's transport to exist, so a viewer of an empty room is connected before the first publisher comes.
 *
 * <p>For one thread at a time.
 */
public final class SubscriberOffer {
    private static final Codec OPUS = new Codec(111, "opus", 48_000, 2, "", List.of());

    private final String cname;
    private final ViewerFormats formats;
    private final List<ViewerSection> sections = new ArrayList<>();
    private final SsrcSequence ssrcs;
    private LocalParameters local;
    private Offer latest;

    /**
     * Starts with no track.
     *
     * @param local the relay's half of the transport
     * @param capabilities which header extensions and feedback viewers get; the codecs are the publishers'
     * @param cname of all sources, as they share one clock
     * @param random for SSRCs, a {@link java.security.SecureRandom} outside of tests
     */
    public SubscriberOffer(LocalParameters local, MediaCapabilities capabilities, String cname, Random random) {
        this.local = local;
        this.cname = cname;
        this.ssrcs = new SsrcSequence(random);
        this.formats = new ViewerFormats(capabilities);
        sections.add(new ViewerSection("0", MediaKind.AUDIO, List.of(formats.codec(OPUS, MediaKind.AUDIO))));
    }

    /**
     * An offer.
     *
     * @param revision 1, 2, 3 …
     * @param description what to send to the viewer
     */
    public record Offer(int revision, SessionDescription description) {}

    /**
     * Adds a track to the next offer.
     *
     * @param track what the viewer is to receive
     * @return how it reaches the viewer; empty where the viewer has {@value SdpParser#MAX_SECTIONS} sections in use or
     *     the track has no codec
     */
    public Optional<ViewerTrack> addTrack(PublishedTrack track) {
        for (ViewerSection section : sections) {
            if (section.isFree(track.kind())) {
                return Optional.ofNullable(section.take(track, formats, ssrcs::draw));
            }
        }
        if (sections.size() == SdpParser.MAX_SECTIONS) {
            return Optional.empty();
        }
        ViewerSection section = new ViewerSection(Integer.toString(sections.size()), track.kind(), List.of());
        ViewerTrack taken = section.take(track, formats, ssrcs::draw);
        if (taken != null) {
            sections.add(section);
        }
        return Optional.ofNullable(taken);
    }

    /**
     * Takes a track out of the next offer. One that is not there is fine.
     *
     * @param track what {@link #addTrack} returned
     */
    public void removeTrack(ViewerTrack track) {
        for (ViewerSection section : sections) {
            if (section.carries(track)) {
                section.release();
            }
        }
    }

    /**
     * Restarts ICE with the next offer.
     *
     * @param newLocal with new credentials
     */
    public void restartIce(LocalParameters newLocal) {
        local = newLocal;
    }

    /**
     * Makes the next offer of all tracks there are.
     *
     * @return the offer; it replaces the one before, answered or not
     */
    public Offer offer() {
        int revision = latest == null ? 1 : latest.revision() + 1;
        List<MediaSection> media = new ArrayList<>();
        TransportDescription transport = local.transport(SetupRole.ACTPASS);
        for (ViewerSection section : sections) {
            boolean first = media.isEmpty();
            media.add(section.offer(revision, cname, first ? transport.candidatesOnly() : TransportDescription.NONE));
        }
        SessionDescription description = new SessionDescription(
                Origin.of(local.sessionId(), revision),
                media.stream().map(MediaSection::mid).toList(),
                local.iceLite(),
                transport.withoutCandidates(),
                List.of(new Attribute("extmap-allow-mixed", null), new Attribute("msid-semantic", "WMS *")),
                media);
        latest = new Offer(revision, description);
        return latest;
    }

    /**
     * Takes the viewer's answer in. Sections that the offer showed inactive may be used again from here on.
     *
     * @param revision of the offer that it answers
     * @param answer the answer
     * @return what it says; empty where it is not to the newest offer, and nothing has changed
     * @throws SdpException where the answer does not fit the offer
     */
    public Optional<RemoteAnswer> answered(int revision, SessionDescription answer) throws SdpException {
        if (latest == null || revision != latest.revision()) {
            return Optional.empty();
        }
        RemoteAnswer read = RemoteAnswer.of(latest.description(), answer);
        sections.forEach(section -> section.onAnswered(revision));
        return Optional.of(read);
    }
}
