package org.anychat.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ICE and DTLS as a description gives them, for the session or for one section.
 *
 * @param ufrag ICE user name fragment, or null
 * @param password ICE password, or null
 * @param iceOptions tags of {@code a=ice-options}
 * @param fingerprints of the certificate, possibly by several hash functions
 * @param setup DTLS role, or null
 * @param candidates values of {@code a=candidate}, as written
 * @param endOfCandidates whether there will be no more
 */
public record TransportDescription(
        String ufrag,
        String password,
        List<String> iceOptions,
        List<Fingerprint> fingerprints,
        SetupRole setup,
        List<String> candidates,
        boolean endOfCandidates) {
    /** Says nothing. */
    public static final TransportDescription NONE =
            new TransportDescription(null, null, List.of(), List.of(), null, List.of(), false);

    /**
     * Copies the lists.
     *
     * @param ufrag ICE user name fragment
     * @param password ICE password
     * @param iceOptions tags
     * @param fingerprints of the certificate
     * @param setup DTLS role
     * @param candidates values
     * @param endOfCandidates whether there will be no more
     */
    public TransportDescription {
        iceOptions = List.copyOf(iceOptions);
        fingerprints = List.copyOf(fingerprints);
        candidates = List.copyOf(candidates);
    }

    /**
     * Completes what a section says by what the session says.
     *
     * @param session the session's
     * @return what holds for the section
     */
    public TransportDescription orElse(TransportDescription session) {
        return new TransportDescription(
                ufrag == null ? session.ufrag : ufrag,
                password == null ? session.password : password,
                iceOptions.isEmpty() ? session.iceOptions : iceOptions,
                fingerprints.isEmpty() ? session.fingerprints : fingerprints,
                setup == null ? session.setup : setup,
                candidates.isEmpty() ? session.candidates : candidates,
                endOfCandidates || session.endOfCandidates);
    }

    /**
     * Credentials, fingerprint and role without the candidates.
     *
     * @return what every level may say
     */
    public TransportDescription withoutCandidates() {
        return new TransportDescription(ufrag, password, iceOptions, fingerprints, setup, List.of(), false);
    }

    /**
     * The candidates alone.
     *
     * @return what only a section may say (RFC 8839 §5.1)
     */
    public TransportDescription candidatesOnly() {
        return new TransportDescription(null, null, List.of(), List.of(), null, candidates, endOfCandidates);
    }

    @Override
    public String toString() {
        return "TransportDescription[ufrag=" + ufrag + ", setup=" + setup + ", fingerprints=" + fingerprints
                + ", candidates=" + candidates.size() + "]";
    }

    /** Collects the lines of one level. */
    static final class Builder {
        private String ufrag;
        private String password;
        private List<String> iceOptions = List.of();
        private final List<Fingerprint> fingerprints = new ArrayList<>();
        private SetupRole setup;
        private final List<String> candidates = new ArrayList<>();
        private boolean endOfCandidates;

        /** Takes an attribute in; false where it is not about the transport, an exception where it is malformed. */
        boolean accept(String name, String value, int lineNumber) throws SdpException {
            switch (name) {
                case "ice-ufrag" -> ufrag = token(value, 4, "ice-ufrag", lineNumber);
                case "ice-pwd" -> password = token(value, 22, "ice-pwd", lineNumber);
                case "ice-options" -> iceOptions = List.of(value.trim().split(" +", -1));
                case "fingerprint" -> fingerprints.add(fingerprint(value, lineNumber));
                case "setup" -> setup = setupRole(value, lineNumber);
                case "candidate" -> candidates.add(value);
                case "end-of-candidates" -> endOfCandidates = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** RFC 8839 §5.4: 4 (ufrag) or 22 (password) to 256 ice-chars. */
        private static String token(String value, int minLength, String what, int lineNumber) throws SdpException {
            boolean valid = value.length() >= minLength
                    && value.length() <= 256
                    && value.chars().allMatch(Builder::isIceChar);
            if (!valid) {
                throw SdpException.atLine(lineNumber, what + " is not " + minLength + " to 256 ICE characters");
            }
            return value;
        }

        private static boolean isIceChar(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
        }

        private static Fingerprint fingerprint(String value, int lineNumber) throws SdpException {
            String[] words = value.trim().split(" +", -1);
            if (words.length != 2 || !words[1].matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}")) {
                throw SdpException.atLine(lineNumber, "fingerprint is not a hash function and 16 to 64 bytes");
            }
            return new Fingerprint(words[0].toLowerCase(Locale.ROOT), words[1].toUpperCase(Locale.ROOT));
        }

        private static SetupRole setupRole(String value, int lineNumber) throws SdpException {
            SetupRole role = SetupRole.ofToken(value);
            if (role == null) {
                throw SdpException.atLine(lineNumber, "setup is not actpass, active or passive");
            }
            return role;
        }

        TransportDescription build() {
            return new TransportDescription(
                    ufrag, password, iceOptions, fingerprints, setup, candidates, endOfCandidates);
        }
    }
}
