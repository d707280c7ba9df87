package org.anychat.webrtc.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** What client and server agree to alike, and what came of it; lives for one handshake. */
final class HandshakePolicy {
    static final int RESEND_MS = 150;

    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    };
    private static final SignatureAndHashAlgorithm OWN_SIGNATURE =
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    private static final byte[] NO_MKI = new byte[0];

    private final BcTlsCrypto crypto;
    private final DtlsCertificate certificate;
    private final List<DtlsFingerprint> remoteFingerprints;
    private final List<SrtpProfile> profiles;
    private final int timeoutMs;
    private SrtpProfile profile;
    private boolean peerVerified;
    private SrtpKeys keys;
    private int shortestEncrypted;
    private String failure;

    HandshakePolicy(
            BcTlsCrypto crypto,
            DtlsCertificate certificate,
            List<DtlsFingerprint> remoteFingerprints,
            List<SrtpProfile> profiles,
            int timeoutMs) {
        this.crypto = crypto;
        this.certificate = certificate;
        this.remoteFingerprints = remoteFingerprints;
        this.profiles = profiles;
        this.timeoutMs = timeoutMs;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    int timeoutMs() {
        return timeoutMs;
    }

    static ProtocolVersion[] versions() {
        return ProtocolVersion.DTLSv12.only();
    }

    static int[] cipherSuites() {
        return CIPHER_SUITES.clone();
    }

    /** Peers may hold an RSA certificate: only its possession and its fingerprint matter. */
    @SuppressWarnings("JdkObsolete") // The protocol library's type.
    static Vector<SignatureAndHashAlgorithm> peerSignatures() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (short hash : new short[] {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            algorithms.add(new SignatureAndHashAlgorithm(hash, SignatureAlgorithm.ecdsa));
            algorithms.add(new SignatureAndHashAlgorithm(hash, SignatureAlgorithm.rsa));
        }
        return algorithms;
    }

    /** The peer wants to see our certificate. */
    TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        Certificate chain = certificate.chain(crypto);
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, certificate.privateKey(), chain, OWN_SIGNATURE);
    }

    /** RFC 8122 section 6.2: the end certificate has one of the fingerprints that the SDP announced. */
    void verifyPeer(Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw fail(AlertDescription.bad_certificate, "the peer presented no certificate");
        }
        byte[] der = chain.getCertificateAt(0).getEncoded();
        if (remoteFingerprints.stream().noneMatch(fingerprint -> fingerprint.matches(der))) {
            throw fail(
                    AlertDescription.bad_certificate,
                    "the peer's certificate does not match the announced fingerprint");
        }
        peerVerified = true;
    }

    void offerProfiles(Hashtable<Integer, byte[]> extensions) throws IOException {
        int[] codePoints = profiles.stream().mapToInt(SrtpProfile::codePoint).toArray();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(codePoints, NO_MKI));
    }

    /** Of what a client offers, the one that we like best (RFC 5764 section 4.1.1). */
    void chooseProfile(UseSRTPData offer) throws TlsFatalAlert {
        profile = offer == null ? null : firstCommon(offer.getProtectionProfiles());
        if (profile == null) {
            throw fail(AlertDescription.handshake_failure, "no SRTP profile in common");
        }
    }

    void confirmProfile(Hashtable<Integer, byte[]> extensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {profile.codePoint()}, NO_MKI));
    }

    /** What a server chose must be exactly one of what we offered, without a key identifier. */
    void acceptProfile(UseSRTPData answer) throws TlsFatalAlert {
        if (answer == null) {
            throw fail(AlertDescription.handshake_failure, "the peer chose no SRTP profile");
        }
        int[] chosen = answer.getProtectionProfiles();
        profile = chosen.length == 1 ? firstCommon(chosen) : null;
        if (profile == null || answer.getMki().length != 0) {
            throw fail(AlertDescription.illegal_parameter, "the peer chose an SRTP profile that was not offered");
        }
    }

    /**
     * RFC 5764 section 4.2: both ends draw the SRTP keys from the finished handshake. A server that has not asked for our
     * certificate, as FFmpeg does not, does without knowing us; that it is who it says is certain all the same.
     */
    void complete(TlsContext context) throws TlsFatalAlert {
        if (!peerVerified) {
            throw fail(AlertDescription.handshake_failure, "the handshake did not authenticate the peer");
        }
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.keyingMaterialLength());
        keys = SrtpKeys.fromKeyingMaterial(profile, material, !context.isServer());
        int suite = context.getSecurityParametersConnection().getCipherSuite();
        shortestEncrypted = suite == CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
                ? DtlsRecords.SHORTEST_CHACHA20
                : DtlsRecords.SHORTEST_GCM;
    }

    /** How long an encrypted record is at least. */
    int shortestEncrypted() {
        return shortestEncrypted;
    }

    SrtpKeys keys() {
        return keys;
    }

    /** In words, why the handshake ended with this exception. */
    String reason(Exception e) {
        if (failure != null) {
            return failure;
        }
        if (e instanceof InterruptedIOException) {
            return DtlsWorkers.CLOSED;
        }
        if (e instanceof TlsTimeoutException) {
            return "the peer did not answer in time";
        }
        if (e instanceof TlsFatalAlertReceived alert) {
            return "the peer refused: " + AlertDescription.getText(alert.getAlertDescription());
        }
        if (e instanceof TlsFatalAlert alert) {
            return "handshake error: " + AlertDescription.getText(alert.getAlertDescription());
        }
        return "handshake error: " + e.getClass().getSimpleName();
    }

    private SrtpProfile firstCommon(int[] codePoints) {
        for (SrtpProfile candidate : profiles) {
            for (int codePoint : codePoints) {
                if (codePoint == candidate.codePoint()) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private TlsFatalAlert fail(short alert, String reason) {
        failure = reason;
        return new TlsFatalAlert(alert, reason);
    }
}
