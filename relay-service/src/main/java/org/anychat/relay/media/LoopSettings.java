package org.anychat.relay.media;

import java.security.SecureRandom;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsWorkers;

/**
 * What all media loops of a relay share.
 *
 * @param certificate what peers see in DTLS
 * @param dtlsWorkers compute handshakes
 * @param random a cryptographic source
 * @param clock the relay's time
 * @param cname the relay's canonical name towards viewers, in ASCII
 * @param maxPublisherBitrateBps what a publisher is told that it may send
 * @param publisherCeilingBps above which a publisher's packets are dropped, 0 for never
 * @param loudestSpeakers sounds that a viewer hears at once, 0 for all
 * @param sendBuffers how much is kept for retransmissions
 * @param side what else comes to the media port
 */
public record LoopSettings(
        DtlsCertificate certificate,
        DtlsWorkers dtlsWorkers,
        SecureRandom random,
        MediaClock clock,
        String cname,
        long maxPublisherBitrateBps,
        long publisherCeilingBps,
        int loudestSpeakers,
        SendBufferLimits sendBuffers,
        SideProtocol side) {}
