package org.anychat.webrtc.transport;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsWorkers;
import org.anychat.webrtc.srtp.SrtpScratch;

/**
 * What the transports of one loop share.
 *
 * @param certificate what peers see; its fingerprint goes into descriptions
 * @param dtlsWorkers compute handshakes, shared by the whole process
 * @param sender takes outgoing datagrams
 * @param loop runs tasks on the loop that owns the transports; results of handshakes come back through it
 * @param random a cryptographic source
 * @param maxRemoteSources SSRCs of one peer that are followed at a time, for RTP and for RTCP each
 * @param scratch of the loop's thread
 */
public record PeerContext(
        DtlsCertificate certificate,
        DtlsWorkers dtlsWorkers,
        DatagramSender sender,
        Executor loop,
        SecureRandom random,
        int maxRemoteSources,
        SrtpScratch scratch) {
    /**
     * Makes one with a scratch of its own.
     *
     * @param certificate as above
     * @param dtlsWorkers as above
     * @param sender as above
     * @param loop as above
     * @param random as above
     * @param maxRemoteSources as above
     */
    public PeerContext(
            DtlsCertificate certificate,
            DtlsWorkers dtlsWorkers,
            DatagramSender sender,
            Executor loop,
            SecureRandom random,
            int maxRemoteSources) {
        this(certificate, dtlsWorkers, sender, loop, random, maxRemoteSources, new SrtpScratch());
    }
}
