package org.anychat.webrtc.transport;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import org.anychat.webrtc.dtls.DtlsCertificate;
import org.anychat.webrtc.dtls.DtlsWorkers;

/**
 * What the transports of one loop share.
 *
 * @param certificate what peers see; its fingerprint goes into descriptions
 * @param dtlsWorkers compute handshakes, shared by the whole process
 * @param sender takes outgoing datagrams
 * @param loop runs tasks on the loop that owns the transports; results of handshakes come back through it
 * @param random a cryptographic source
 * @param maxRemoteSources SSRCs of one peer that are followed at a time, for RTP and for RTCP each
 */
public record PeerContext(
        DtlsCertificate certificate,
        DtlsWorkers dtlsWorkers,
        DatagramSender sender,
        Executor loop,
        SecureRandom random,
        int maxRemoteSources) {}
